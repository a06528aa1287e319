import { runTool, type Workshop } from '../command/index.ts';
import type { History, LoggedCommit } from './log.ts';

type Place = Pick<Workshop, 'root' | 'ports'>;

/**
 * The names that manifests had before, the newest first, as far back as the history was read (with files).
 * A manifest that was written anew is followed by the files that moved with it. git is asked only about
 * the commits that brought a manifest to where it is and touch another which might have been it.
 */
export async function readFormerNames(
  place: Place,
  { commits }: History,
  manifests: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const former = new Map<string, string[]>();
  /** The manifest of today, by each name that it has had. */
  const today = new Map(manifests.map((file) => [file, file]));
  const bases = new Set(manifests.map(baseOf));
  const oldest = oldestCommits(commits, bases);
  for (const commit of commits) {
    const touched = commit.files.filter((file) => bases.has(baseOf(file)));
    const arrived = touched.filter((file) => today.has(file) && oldest.get(file) === commit);
    const others = touched.filter((file) => !today.has(file));
    if (arrived.length === 0 || others.length === 0) continue;
    const renames = await renamesIn(commit, place);
    for (const name of arrived) {
      const old = formerName(name, others, renames);
      const file = today.get(name)!;
      if (old === null || today.has(old)) continue;
      today.set(old, file);
      former.set(file, [...(former.get(file) ?? []), old]);
    }
  }
  return former;
}

/** The oldest commit that touches each file of these names: no other can have brought it to where it is. */
function oldestCommits(
  commits: readonly LoggedCommit[],
  bases: ReadonlySet<string>,
): ReadonlyMap<string, LoggedCommit> {
  const oldest = new Map<string, LoggedCommit>();
  for (const commit of commits) {
    for (const file of commit.files) if (bases.has(baseOf(file))) oldest.set(file, commit);
  }
  return oldest;
}

type Rename = readonly [old: string, name: string];

/** What a manifest was before: as git says, or the one out of whose folder most files moved with it. */
function formerName(
  name: string,
  others: readonly string[],
  renames: readonly Rename[],
): string | null {
  const renamed = renames.find(([, next]) => next === name);
  if (renamed) return renamed[0];
  const folder = folderOf(name);
  let best: string | null = null;
  let most = 0;
  for (const other of others.filter((file) => baseOf(file) === baseOf(name))) {
    const from = folderOf(other);
    const moved = renames.filter(
      ([old, next]) => next.startsWith(folder) && old === from + next.slice(folder.length),
    ).length;
    if (moved > most) [best, most] = [other, moved];
  }
  return best;
}

const baseOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

/** With the slash at its end; '' for the root. */
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

/** Old and new name of each file that a commit renames, by git's own measure of likeness. */
async function renamesIn({ hash }: LoggedCommit, place: Place): Promise<Rename[]> {
  const args = ['show', '--format=', '--name-status', '--find-renames', '--diff-filter=R', '-z'];
  const { stdout } = await runTool(
    'git',
    [...args, '--relative', hash],
    { cwd: place.root },
    place.ports,
  );
  const fields = stdout.split('\0').filter(Boolean);
  return fields.flatMap((field, at): Rename[] =>
    /^R\d+$/.test(field) && at % 3 === 0 ? [[fields[at + 1]!, fields[at + 2]!]] : [],
  );
}
