import { changesOf, rangeOf, type Change } from '@slipway/release/changelog';
import type { Workshop } from '@slipway/release/command';
import { readCommits } from '@slipway/release/history';
import type { Repository } from '@slipway/release/manifest';
import {
  selectRelease,
  packageKey,
  type ReleaseSelection,
  type ReleasedVersion,
} from '@slipway/release/plan';
import { scopeOf, withFormerFolders } from './scope.ts';

/**
 * What of a repository is released now, and what stays at the versions that tags gave away. Reads git
 * only where the commits decide it.
 * @throws SlipwayError SLW115 where the clone does not reach back.
 */
export async function readSelection(
  repository: Repository,
  released: readonly ReleasedVersion[],
  place: Pick<Workshop, 'root' | 'ports'>,
): Promise<ReleaseSelection> {
  const unchanged = selectRelease(repository, released, () => 0);
  const isOfOnePiece = released.length === unchanged.bumpFirst.length && released.length < 2;
  if (isOfOnePiece) return unchanged;
  const packages = [...repository.crates, ...repository.pythons];
  const scopes = released.map(({ tag, packages: keys }) => {
    const own = packages.filter((one) => keys.includes(packageKey(one)));
    return { ...scopeOf({ packages: own }, repository), from: tag.name };
  });
  const history = await readCommits(place, rangeOf(scopes));
  const whole = await withFormerFolders(scopes, history, repository, place);
  const changes = await changesOf(history, whole);
  return selectRelease(repository, released, (version) => {
    const since = changes[released.indexOf(version)] ?? [];
    return since.some(maySay) ? since.length : 0;
  });
}

/** Whether a commit asks for a release, or says in no way that Conventional Commits know what it is. */
function maySay({ level, parsed }: Change): boolean {
  return level !== null || (parsed !== null && !parsed['type']);
}
