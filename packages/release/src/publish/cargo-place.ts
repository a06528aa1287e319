import type { Workshop } from '../command/index.ts';
import { foreignToolchain, type Finding } from '../finding/index.ts';
import { isTable, readToml, type Table } from '../manifest/index.ts';

/** From where cargo publishes, and what it is told of the repository's own settings. */
export interface CargoPlace {
  readonly cwd: string;
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Variables that it does not get. */
  readonly without: RegExp;
}

/**
 * Variables by which a program, or something that is loaded into one, would be named: Nx takes them from a `.env` of the
 * repository as well.
 */
const programs =
  /^(RUSTC(_.*)?|RUSTDOC|RUST(DOC)?FLAGS|CARGO_(ENCODED|CREDENTIAL|ALIAS|HOST|UNSTABLE|PROFILE)_.*|CARGO_BUILD_(?!TARGET_DIR$).*|CARGO_TARGET_(?!DIR$).*|CARGO_REGISTR.*_(PROVIDERS?|TOKEN)|LD_(PRELOAD|AUDIT)|DYLD_INSERT_LIBRARIES|NODE_OPTIONS)$/;

/**
 * Where cargo is to be started so that nothing of the repository is run while a token is near. Its `.cargo/config.toml` can
 * name compilers, wrappers, linkers, libraries to preload and credential providers, and `rust-toolchain.toml` a cargo: both
 * are found from the folder in which cargo is started, so that it is started outside. What of that configuration makes
 * the package what it is, and names no program, is passed on; and so is the toolchain.
 * @throws SlipwayError SLW307 where rustup would take cargo from the repository.
 */
export async function cargoPlace(directory: string, workshop: Workshop): Promise<CargoPlace> {
  const { root, ports } = workshop;
  const { environment } = ports;
  const [config, toolchain] = await Promise.all([
    settingsOf(directory, workshop),
    toolchainOf(directory, workshop),
  ]);
  const { home } = environment;
  return {
    cwd: isWithin(home, root) ? '/' : home,
    arguments: config.flatMap((setting) => ['--config', setting]),
    env: toolchain === null ? {} : { RUSTUP_TOOLCHAIN: toolchain },
    without: programs,
  };
}

/** The toolchain that rustup chooses there; null without rustup. */
async function toolchainOf(directory: string, { root, ports }: Workshop): Promise<string | null> {
  const options = { cwd: joined(root, directory), without: programs };
  const found = await ports.processes.run('rustup', ['show', 'active-toolchain'], options);
  const toolchain = /^\S+/.exec(found?.stdout ?? '')?.[0];
  if (found?.exitCode !== 0 || toolchain === undefined) return null;
  if (isWithin(toolchain, root)) throw foreignToolchain.error({ toolchain });
  return toolchain;
}

/** The settings of cargo's that are passed on, as `--config` takes them; those of inner folders last, which then count. */
async function settingsOf(directory: string, { root, ports }: Workshop): Promise<string[]> {
  const parts = directory.split('/').filter(Boolean);
  const folders = ['', ...parts.map((_, at) => parts.slice(0, at + 1).join('/'))];
  const texts = await Promise.all(
    folders.map(async (folder) => {
      const base = joined(joined(root, folder), '.cargo');
      const { files } = ports;
      // Where both are, cargo takes the one without an ending.
      return (
        (await files.readText(`${base}/config`)) ?? (await files.readText(`${base}/config.toml`))
      );
    }),
  );
  return folders.flatMap((folder, at) => passedOn(texts[at] ?? '', joined(root, folder)));
}

/** What of a configuration is passed on: paths in it are of the folder that it is for. Pure. */
export function passedOn(text: string, folder: string): string[] {
  const document: Finding | { readonly table: Table } = readToml('config.toml', text);
  // cargo has said so when it packaged.
  if (!('table' in document)) return [];
  return leaves(document.table).flatMap(({ path, value }) => {
    if (!isHarmless(path)) return [];
    const isPath = pathNames.has(path.at(-1)!) && typeof value === 'string';
    const written = isPath ? resolveFrom(folder, value) : value;
    return [`${path.map(bareOrQuoted).join('.')}=${JSON.stringify(written)}`];
  });
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

function leaves(table: Table, above: readonly string[] = []): Leaf[] {
  return Object.entries(table).flatMap(([name, value]) => {
    const path = [...above, name];
    if (isTable(value)) return leaves(value, path);
    const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
    return isList || ['string', 'number', 'boolean'].includes(typeof value)
      ? [{ path, value }]
      : [];
  });
}

/** Settings of which no part names a program, a certificate or a credential. */
function isHarmless([top = '', ...below]: readonly string[]): boolean {
  const last = below.at(-1) ?? '';
  if (['resolver', 'source', 'patch'].includes(top)) return true;
  if (top === 'registries') return last === 'index';
  if (top === 'net') return ['offline', 'retry'].includes(last);
  if (top === 'http') return ['proxy', 'timeout', 'multiplexing', 'low-speed-limit'].includes(last);
  return top === 'build' && last === 'target-dir';
}

const pathNames = new Set(['directory', 'local-registry', 'path', 'target-dir']);

const bareOrQuoted = (name: string): string =>
  /^[\w-]+$/.test(name) ? name : JSON.stringify(name);

const isAbsolute = (path: string): boolean => /^([\\/]|[A-Za-z]:)/.test(path);

const resolveFrom = (folder: string, path: string): string =>
  isAbsolute(path) ? path : joined(folder, path);

const joined = (folder: string, path: string): string =>
  path === '' ? folder : `${folder}/${path}`;

/** Whether a path is of a folder, or that folder itself. */
function isWithin(path: string, folder: string): boolean {
  const [inner, outer] = [path, folder].map((one) => `${one.replaceAll('\\', '/')}/`);
  return inner!.startsWith(outer!);
}
