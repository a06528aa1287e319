import { runTool, type Workshop } from '../command/index.ts';

type Place = Pick<Workshop, 'root' | 'ports'>;

/** A tag of the repository. */
export interface GitTag {
  readonly name: string;
  /** The commit that it points at, through an annotated tag's object too. */
  readonly commit: string;
  /** Whether it lies on the way to HEAD. */
  readonly reachable: boolean;
}

/** Every tag, by name. Reads git; empty outside a repository. @throws SlipwayError SLW001. */
export async function readTags(place: Place): Promise<GitTag[]> {
  const format = '--format=%(refname:strip=2)%09%(objectname)%09%(*objectname)';
  const list = (...more: string[]) =>
    runTool(
      'git',
      ['for-each-ref', ...more, format, 'refs/tags'],
      { cwd: place.root },
      place.ports,
    );
  const [all, merged] = await Promise.all([list(), list('--merged=HEAD')]);
  const onTheWay = new Set(rows(merged.stdout).map(([name]) => name));
  return rows(all.stdout).map(([name = '', object = '', peeled]) => ({
    name,
    commit: peeled || object,
    reachable: onTheWay.has(name),
  }));
}

function rows(output: string): string[][] {
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
}

/** How many of them git is asked at once. */
const atOnce = 8;

/** Commits on the way from each tag to HEAD, by tag. Reads git. @throws SlipwayError SLW001. */
export async function countCommitsSince(
  tags: readonly string[],
  place: Place,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const queue = [...new Set(tags)];
  const work = async (): Promise<void> => {
    for (let tag = queue.pop(); tag !== undefined; tag = queue.pop()) {
      const args = ['rev-list', '--count', `refs/tags/${tag}..HEAD`];
      const { stdout } = await runTool('git', args, { cwd: place.root }, place.ports);
      counts.set(tag, Number(stdout.trim()));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return counts;
}
