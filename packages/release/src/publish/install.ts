import { runTool, type Workshop } from '../command/index.ts';
import { ensureTools } from '../build/index.ts';
import { installFails } from '../finding/index.ts';
import type { CommandOptions, CommandResult, Ports } from '../ports.ts';
import type { CratesIoEndpoint, PypiEndpoint } from '../registry/index.ts';

/** Whatever else a machine's tools look into: what is installed has to come from the registry alone. */
const fromThere = {
  cargo: { CARGO_REGISTRY_DEFAULT: 'crates-io' },
  pip: { PIP_EXTRA_INDEX_URL: '', PIP_FIND_LINKS: '', PIP_NO_INDEX: '' },
} as const;

/**
 * Adds a published crate to an empty project and builds it, with an empty CARGO_HOME: nothing of
 * this machine can stand in for what the registry has.
 * @throws SlipwayError SLW406.
 */
export async function installCrate(
  crate: { readonly name: string; readonly version: string },
  endpoint: CratesIoEndpoint,
  workshop: Workshop,
): Promise<void> {
  const { ports, progress } = workshop;
  const folder = await ports.files.temporaryDirectory('slipway-install-');
  const env = {
    ...endpoint.cargoEnvironment,
    ...fromThere.cargo,
    CARGO_HOME: `${folder}/cargo-home`,
  };
  const added = `${crate.name}@=${crate.version}`;
  try {
    for (const args of [
      ['init', '--quiet', '--lib', '--vcs', 'none', '--name', 'installed', folder],
      ['add', '--quiet', added],
      ['build', '--quiet'],
    ]) {
      progress(`$ cargo ${args[0]}${args[0] === 'add' ? ` ${added}` : ''}, in a clean folder`);
      const result = await runSeeing('cargo', args, { cwd: folder, env }, ports);
      if (result.exitCode !== 0)
        throw refused('crates.io', `${crate.name} ${crate.version}`, result);
    }
  } finally {
    await ports.files.remove(folder);
  }
}

/**
 * Installs a published Python package with pip into an empty environment and imports it.
 * @throws SlipwayError SLW406.
 */
export async function installPython(
  python: { readonly name: string; readonly version: string; readonly module: string },
  endpoint: PypiEndpoint,
  workshop: Workshop,
): Promise<void> {
  const { python: interpreter, pip } = await ensureTools(workshop);
  const wanted = `${python.name}==${python.version}`;
  const requirement = ['--only-binary', python.name, wanted];
  await install(
    { name: wanted, module: python.module, requirement },
    { interpreter, pip },
    endpoint,
    workshop,
  );
}

/**
 * The same with one interpreter and one wheel, that at its address in the index: pip compares its digest.
 * @param interpreter the path of a Python that the wheel is for
 * @throws SlipwayError SLW406.
 */
export async function installWheel(
  wheel: {
    readonly name: string;
    readonly module: string;
    readonly file: string;
    readonly url: string;
    readonly sha256: string;
  },
  interpreter: string,
  endpoint: PypiEndpoint,
  workshop: Workshop,
): Promise<void> {
  const { name, module, file, url, sha256 } = wheel;
  const requirement = [`${name} @ ${url}#sha256=${sha256}`];
  await install(
    { name: file, module, requirement },
    { interpreter, pip: null },
    endpoint,
    workshop,
  );
}

interface Installer {
  readonly interpreter: string;
  /** The command of a pip for this interpreter; without one the environment gets its own, which takes seconds. */
  readonly pip: readonly string[] | null;
}

async function install(
  what: { readonly name: string; readonly module: string; readonly requirement: string[] },
  { interpreter, pip }: Installer,
  endpoint: PypiEndpoint,
  { ports, progress }: Workshop,
): Promise<void> {
  const folder = await ports.files.temporaryDirectory('slipway-install-');
  const windows = ports.environment.platform === 'win32';
  const inside = `${folder}/env/${windows ? 'Scripts/python.exe' : 'bin/python'}`;
  const index = ['--index-url', endpoint.simple, '--no-cache-dir', '--disable-pip-version-check'];
  const bare = pip === null ? [] : ['--without-pip'];
  const installer = pip === null ? [inside, '-m', 'pip'] : [...pip, '--python', inside];
  try {
    for (const [program, ...args] of [
      [interpreter, '-m', 'venv', ...bare, `${folder}/env`],
      [...installer, 'install', '--quiet', ...index, ...what.requirement],
      [inside, '-I', '-c', `import ${what.module}`],
    ] as [string, ...string[]][]) {
      if (args.includes('install')) progress(`$ pip install ${what.name}, in a clean environment`);
      const result = await runSeeing(program, args, { cwd: folder, env: fromThere.pip }, ports);
      if (result.exitCode !== 0) throw refused(endpoint.title, what.name, result);
    }
  } finally {
    await ports.files.remove(folder);
  }
}

/** What pip and cargo print where an index does not show a version. */
const unseen =
  /No matching distribution found|could not be found in registry index|failed to select a version|no matching package named/;
const looks = 5;
const lookEvery = 2000;

/** Runs a tool, and again where it does not see what was seen before: one cache of an index is behind another. */
async function runSeeing(
  program: string,
  args: readonly string[],
  options: CommandOptions,
  ports: Ports,
): Promise<CommandResult> {
  for (let tries = 1; ; tries++) {
    const result = await runTool(program, args, options, ports);
    if (result.exitCode === 0 || tries === looks || !unseen.test(result.all)) return result;
    await ports.clock.sleep(lookEvery);
  }
}

function refused(registry: string, name: string, result: CommandResult): Error {
  const lines = result.all.trim().split('\n').filter(Boolean);
  const detail =
    (lines
      .filter((line) => /error/i.test(line))
      .slice(0, 4)
      .join('; ') ||
      lines.at(-1)) ??
    '';
  return installFails.error({ registry, name, detail: detail.slice(0, 500) });
}
