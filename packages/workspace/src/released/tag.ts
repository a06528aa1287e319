import { releaseTag } from '@slipway/release/plan';
import { verifyTag } from '@slipway/release/publish';
import type { Destination } from '@slipway/release/registry';
import type { Place, Matter } from '../stage/index.ts';

/**
 * Asked before the first byte of a stage: somebody may have moved the tag since the gate.
 * @throws SlipwayError SLW414 when it names another commit by now.
 */
export async function verifyOwnTag(stage: Place & Matter, destination: Destination): Promise<void> {
  const [{ repository }, { formats }, commit] = await Promise.all([
    stage.subject.selection(),
    stage.subject.tags(),
    stage.subject.commit(),
  ]);
  const { expected } = releaseTag(repository, formats, commit.tags);
  await verifyTag(expected, commit.id, destination, stage.workshop.ports);
}
