import { createHash } from 'node:crypto';
import { makeOwnFolder, ownFolder, runTool, type Workshop } from '../command/index.ts';
import { notPacked, unwritable } from '../finding/index.ts';
import { whileLocked } from './tools.ts';
import { absolute, allFiles, readCheckout, type Checkout } from './tracked.ts';
import { untrackedMatching } from './untracked.ts';

/** What packages are made from: the files that git knows, as they are on disk, and no others. */
export interface SourceCopy {
  /** Where the root of the repository is in it, absolute. */
  readonly root: string;
  /** The files that git knows, relative to the root. */
  readonly files: ReadonlySet<string>;
  /** Those that differ from the commit. */
  readonly changed: readonly string[];
  /** Files that git does not know, which somebody wants packed all the same. */
  readonly untracked: readonly string[];
  /** Whether cargo may find it dirty: not all of it is committed, or need be. */
  readonly mayBeDirty: boolean;
}

/**
 * Where copies lie. cargo looks for a workspace in every folder above a manifest, and ends at one of this name, which
 * is where it unpacks what it verifies: so a crate that is in no workspace here finds none there either.
 */
const copies = `${ownFolder}/source/target/package`;

/**
 * Copies the files that git knows to a place where nothing else is: patterns of `include` and tools that do not ask git
 * can pack nothing that a clean checkout lacks. It is a repository of its own, at the same commit, which borrows
 * the objects of this one: cargo finds the commit and what differs from it as it would here. One copy serves for
 * each state of the working tree, also for tasks that run at once. Null outside of a repository.
 * @throws SlipwayError SLW001 without git, SLW005 where it cannot be made.
 */
export async function copySources(workshop: Workshop): Promise<SourceCopy | null> {
  const { root, ports } = workshop;
  const checkout = await readCheckout(root, workshop);
  if (!checkout) return null;
  const patterns = workshop.packUntracked ?? [];
  const untracked = await untrackedMatching(patterns, workshop);
  const key = await keyOf(checkout, untracked, workshop);
  await makeOwnFolder(workshop);
  const folder = `${root}/${copies}/${key}`;
  const { prefix } = checkout;
  await ports.files.makeDirectory(`${root}/${copies}`);
  const ready = `${folder}/.git/slipway`;
  await whileLocked(workshop, `${root}/${copies}.lock`, async () => {
    if (await ports.files.exists(ready)) return;
    await ports.files.remove(folder);
    await copyCheckout(checkout, folder, workshop);
    await ports.files.copyAll(root, `${folder}/${prefix}`, untracked);
    await ports.files.write(ready, '');
    await forgetOthers(key, workshop);
  });
  const inside = (path: string): string[] =>
    path.startsWith(prefix) ? [path.slice(prefix.length)] : [];
  return {
    root: prefix === '' ? folder : `${folder}/${prefix.slice(0, -1)}`,
    files: new Set(allFiles(checkout).flatMap(inside)),
    changed: checkout.changed.flatMap(inside),
    untracked,
    mayBeDirty: checkout.changed.length > 0 || patterns.length > 0,
  };
}

/**
 * Where no lock file is in git, cargo takes the one that it keeps beside the workspace: the copy gets it too. What is
 * there already stays, so that all that is packed is locked alike.
 */
export async function bringLockFile(
  workspace: string,
  source: SourceCopy,
  { root, ports }: Workshop,
): Promise<void> {
  const file = workspace === '' ? 'Cargo.lock' : `${workspace}/Cargo.lock`;
  if (source.files.has(file)) return;
  const text = await ports.files.readText(`${root}/${file}`);
  const known = await ports.files.readText(`${source.root}/${file}`);
  if (text !== null && text !== known) await ports.files.write(`${source.root}/${file}`, text);
}

/** The files that git knows, relative to the root; none outside of a repository. @throws SlipwayError SLW001 */
export async function trackedFiles(workshop: Workshop): Promise<ReadonlySet<string>> {
  const checkout = await readCheckout(workshop.root, workshop);
  if (!checkout) return new Set();
  const { prefix } = checkout;
  const own = allFiles(checkout).filter((file) => file.startsWith(prefix));
  return new Set(own.map((file) => file.slice(prefix.length)));
}

/** @throws SlipwayError SLW249 for a manifest that git does not know: then nothing of its package is in a copy. */
export function demandTracked(name: string, manifest: string, source: SourceCopy | null): void {
  if (!source || source.files.has(manifest)) return;
  throw notPacked.error({ name, manifest }, { at: { file: manifest, line: null } });
}

async function keyOf(
  checkout: Checkout,
  untracked: readonly string[],
  { root, ports }: Workshop,
): Promise<string> {
  const hash = createHash('sha256');
  const add = ({ folder, state, submodules }: Checkout): void => {
    hash.update(JSON.stringify([folder, state]));
    for (const one of submodules.values()) add(one);
  };
  add(checkout);
  for (const file of untracked) {
    const digest = await ports.files.digest(`${root}/${file}`);
    hash.update(JSON.stringify([file, digest?.sha256]));
  }
  return hash.digest('hex').slice(0, 16);
}

async function copyCheckout(checkout: Checkout, to: string, workshop: Workshop): Promise<void> {
  const { ports } = workshop;
  await ports.files.copyAll(checkout.folder, to, checkout.files);
  for (const [path, one] of checkout.submodules) await copyCheckout(one, `${to}/${path}`, workshop);
  const git = async (...args: string[]): Promise<void> => {
    const { exitCode, all } = await runTool('git', args, { cwd: to }, ports);
    if (exitCode !== 0) throw unwritable.error({ file: to, detail: all.trim() });
  };
  // No hooks and nothing else of a template.
  await git('init', '--quiet', '--template=', `--object-format=${checkout.objectFormat}`);
  await ports.files.write(`${to}/.git/objects/info/alternates`, `${checkout.objects}\n`);
  for (const [name, value] of await contentSettings(checkout, workshop)) {
    await git('config', name, value);
  }
  await copyAttributes(checkout, to, workshop);
  await git('update-ref', '--no-deref', 'HEAD', checkout.commit);
  await git('read-tree', 'HEAD');
  // So that nobody has to read each file again to see that it is as it was; what differs ends it with 1.
  await runTool('git', ['update-index', '-q', '--refresh'], { cwd: to }, ports);
}

/** The settings of the repository by which git compares what is on disk with its objects. */
async function contentSettings(
  { folder }: Checkout,
  { ports }: Workshop,
): Promise<[name: string, value: string][]> {
  const names = '^(core\\.(autocrlf|eol|attributesfile|symlinks|ignorecase)|filter\\..*)$';
  const args = ['config', '--local', '--null', '--get-regexp', names];
  const { stdout } = await runTool('git', args, { cwd: folder }, ports);
  return stdout
    .split('\0')
    .filter((row) => row.includes('\n'))
    .map((row) => [row.slice(0, row.indexOf('\n')), row.slice(row.indexOf('\n') + 1)]);
}

async function copyAttributes(
  { folder }: Checkout,
  to: string,
  { ports }: Workshop,
): Promise<void> {
  const args = ['rev-parse', '--git-path', 'info/attributes'];
  const { stdout } = await runTool('git', args, { cwd: folder }, ports);
  const text = await ports.files.readText(absolute(stdout.trim(), folder));
  if (text !== null) await ports.files.write(`${to}/.git/info/attributes`, text);
}

/** The copy before this one stays: a task that began a moment ago may still read it. */
async function forgetOthers(key: string, { root, ports }: Workshop): Promise<void> {
  const note = `${root}/${ownFolder}/source/newest`;
  const before = await ports.files.readText(note);
  await ports.files.write(note, key);
  for (const name of await ports.files.list(`${root}/${copies}`)) {
    if (name !== key && name !== before) await ports.files.remove(`${root}/${copies}/${name}`);
  }
}
