import semver from 'semver';
import { runTool, type Workshop } from '../command/index.ts';
import { readTag } from '../version/index.ts';

type Place = Pick<Workshop, 'root' | 'ports'>;

/** A tag that names a version. */
export interface TagOfVersion {
  readonly name: string;
  readonly version: string;
  /** For instance "v{version}". */
  readonly format: string;
  /** Whether it lies on the way to HEAD. */
  readonly reachable: boolean;
}

/** A way in which the repository writes its tags, and the newest of them. */
export interface TagFormat {
  /** For instance "v{version}". */
  readonly format: string;
  readonly newest: string;
  readonly reachable: boolean;
  /** Commits on the way from that tag to HEAD. */
  readonly commitsSince: number;
}

/** All tags that name versions; moving tags and other words are passed over. Reads git. */
export async function readTags(
  place: Place,
): Promise<{ tags: TagOfVersion[]; formats: TagFormat[] }> {
  const git = (...args: string[]) => runTool('git', args, { cwd: place.root }, place.ports);
  const [all, merged] = await Promise.all([git('tag'), git('tag', '--merged', 'HEAD')]);
  const onTheWay = new Set(merged.stdout.split('\n'));
  const tags = all.stdout.split('\n').flatMap((name): TagOfVersion[] => {
    const named = readTag(name);
    if (!named) return [];
    const format = name.replace(named.spelled, '{version}');
    return [{ name, version: named.version, format, reachable: onTheWay.has(name) }];
  });
  const formats: TagFormat[] = [];
  for (const [format, group] of Map.groupBy(tags, (tag) => tag.format)) {
    const newest = group.toSorted((a, b) => semver.rcompare(a.version, b.version))[0]!;
    const count = await git('rev-list', '--count', `${newest.name}..HEAD`);
    const commitsSince = Number(count.stdout.trim());
    formats.push({ format, newest: newest.name, reachable: newest.reachable, commitsSince });
  }
  return { tags, formats };
}
