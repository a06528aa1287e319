import { runTool, type Workshop } from '../command/index.ts';
import type { History, LoggedCommit } from './log.ts';

type Place = Pick<Workshop, 'root' | 'ports'>;

/**
 * The names that files had before, the newest first, as far back as the history was read (with files). git is
 * asked only about commits that touch both a file of that name and one which might have been it.
 */
export async function readFormerNames(
  place: Place,
  { commits }: History,
  files: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const former = new Map<string, string[]>();
  /** The file of today, by each name that it has had. */
  const today = new Map(files.map((file) => [file, file]));
  for (const commit of commits) {
    if (!mayRename(commit, today)) continue;
    for (const [old, next] of await renamesIn(commit, place)) {
      const file = today.get(next);
      if (file === undefined || today.has(old)) continue;
      today.set(old, file);
      former.set(file, [...(former.get(file) ?? []), old]);
    }
  }
  return former;
}

function mayRename({ files }: LoggedCommit, today: ReadonlyMap<string, string>): boolean {
  const known = files.filter((file) => today.has(file)).map(baseOf);
  return known.length > 0 && files.some((file) => !today.has(file) && known.includes(baseOf(file)));
}

const baseOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

/** Old and new name of each file that a commit renames, by git's own measure of likeness. */
async function renamesIn({ hash }: LoggedCommit, place: Place): Promise<[string, string][]> {
  const args = ['show', '--format=', '--name-status', '--find-renames', '--diff-filter=R', '-z'];
  const { stdout } = await runTool(
    'git',
    [...args, '--relative', hash],
    { cwd: place.root },
    place.ports,
  );
  const fields = stdout.split('\0').filter(Boolean);
  return fields.flatMap((field, at): [string, string][] =>
    /^R\d+$/.test(field) && at % 3 === 0 ? [[fields[at + 1]!, fields[at + 2]!]] : [],
  );
}
