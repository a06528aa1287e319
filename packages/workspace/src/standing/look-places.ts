import { Secret } from '@slipway/release/identity';
import { SlipwayError } from '@slipway/release/finding';
import { checkDirections, publicPlaces } from '../destination/index.ts';
import type { Stage } from '../stage/index.ts';
import type { LookPlaces } from './standing.ts';

/**
 * Where a release of this repository is looked for: nothing but a look, so that no credential is needed. GitHub's own
 * is used where the environment has one.
 * @throws SlipwayError SLW505 for a rehearsal that does not answer, SLW517 where the environment would have us look
 * elsewhere.
 */
export async function lookPlaces({
  destination,
  subject,
  workshop,
}: Pick<Stage, 'destination' | 'subject' | 'workshop'>): Promise<LookPlaces> {
  const { environment } = workshop.ports;
  const commit = await subject.commit();
  const [wrong] = checkDirections(commit.repository, workshop);
  if (wrong) throw new SlipwayError(wrong);
  const repository = environment.get('GITHUB_REPOSITORY') || commit.repository;
  const { cratesIo, pypi, testpypi, github } = await publicPlaces(workshop);
  if (destination === 'testpypi') {
    return { cratesIo: null, pypi: testpypi, github: null, repository };
  }
  const token = environment.get('GITHUB_TOKEN') || environment.get('GH_TOKEN');
  return {
    cratesIo,
    pypi,
    github: { ...github, token: token ? new Secret(token) : null },
    repository,
  };
}
