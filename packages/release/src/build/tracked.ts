import { runTool, type Workshop } from '../command/index.ts';

/** What git knows of a checked-out repository: its own files, and its submodules. */
export interface Checkout {
  /** The folder that was checked out, absolute. */
  readonly folder: string;
  /** From that folder to the one that was asked about, with a slash behind; '' where they are one. */
  readonly prefix: string;
  readonly commit: string;
  readonly objectFormat: string;
  /** Where its objects lie, absolute. */
  readonly objects: string;
  /** Files of the index, relative to the folder. */
  readonly files: readonly string[];
  /** Those that differ from the commit, staged or not. */
  readonly changed: readonly string[];
  /** What tells this state of them from any other. */
  readonly state: readonly string[];
  /** Submodules that are checked out, by their paths. */
  readonly submodules: ReadonlyMap<string, Checkout>;
}

type Place = Pick<Workshop, 'ports'>;

/**
 * Looks at the repository around a folder; null outside of one, and before its first commit.
 * @throws SlipwayError SLW001 without git.
 */
export async function readCheckout(inside: string, place: Place): Promise<Checkout | null> {
  const located = await ask(inside, locating, place);
  const [folder, prefix = '', objects = '', commit, objectFormat] = located?.split('\n') ?? [];
  if (!folder || !commit) return null;
  const git = async (...args: string[]): Promise<string> =>
    (await ask(folder, args, place))?.trim() ?? '';
  const [listed, differing] = await Promise.all([
    git('ls-files', '--stage', '-z'),
    git('diff', '--raw', '--no-renames', '-z', 'HEAD'),
  ]);
  const entries = [...new Map(parts(listed).map(entryOf)).entries()];
  const changed = changesIn(differing);
  const submodules = new Map<string, Checkout>();
  for (const [path, mode] of entries) {
    if (mode !== submodule) continue;
    // Where it is not checked out, its folder is empty, and git would find the repository around it.
    const isThere = await place.ports.files.exists(`${folder}/${path}/.git`);
    const found = isThere ? await readCheckout(`${folder}/${path}`, place) : null;
    if (found) submodules.set(path, found);
  }
  return {
    folder,
    prefix,
    commit,
    objectFormat: objectFormat || 'sha1',
    objects: absolute(objects, inside),
    files: entries.filter(([, mode]) => mode !== submodule).map(([path]) => path),
    changed: changed.map(({ path }) => path),
    state: [commit, ...(await Promise.all(changed.map((one) => stateOf(one, folder, place))))],
    submodules,
  };
}

/** One question for all of it, a line each: a process takes longer than its answer. */
const locating = [
  'rev-parse',
  ...['--show-toplevel', '--show-prefix', '--git-path', 'objects'],
  ...['HEAD', '--show-object-format'],
];

/** Every file of a checkout, those of its submodules too, relative to its folder. */
export function allFiles({ files, submodules }: Checkout): string[] {
  const below = [...submodules].flatMap(([path, one]) =>
    allFiles(one).map((file) => `${path}/${file}`),
  );
  return [...files, ...below];
}

/** The mode that git gives it. */
const submodule = '160000';

async function ask(cwd: string, args: string[], { ports }: Place): Promise<string | null> {
  const { exitCode, stdout } = await runTool('git', args, { cwd }, ports);
  return exitCode === 0 ? stdout.trimEnd() : null;
}

const parts = (text: string): string[] => text.split('\0').filter(Boolean);

/** `MODE OBJECT STAGE\tPATH`; a file in conflict has up to three of them. */
function entryOf(row: string): [path: string, mode: string] {
  const tab = row.indexOf('\t');
  return [row.slice(tab + 1), row.slice(0, row.indexOf(' '))];
}

interface Change {
  /** Modes, objects and kind, as git writes them. */
  readonly row: string;
  readonly path: string;
}

function changesIn(raw: string): Change[] {
  const found = parts(raw);
  return Array.from({ length: found.length / 2 }, (_, at) => ({
    row: found[2 * at]!,
    path: found[2 * at + 1]!,
  }));
}

/** git names no object of what is not staged: its content tells, and where it leads to as a link. */
async function stateOf({ row, path }: Change, folder: string, { ports }: Place): Promise<string> {
  const { files } = ports;
  const [digest, located] = [
    await files.digest(`${folder}/${path}`),
    await files.locate(`${folder}/${path}`),
  ];
  return [row, path, digest?.sha256, located?.path].join(' ');
}

/** git answers relative to where it was asked, where that is shorter. */
export function absolute(path: string, folder: string): string {
  return /^([/\\]|[A-Za-z]:)/.test(path) ? path : `${folder}/${path}`;
}
