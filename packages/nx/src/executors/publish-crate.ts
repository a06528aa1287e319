import type { ExecutorContext } from '@nx/devkit';
import { publishCrate } from '@slipway/release/publish';
import { crateArtifact } from '../run/artifacts.ts';
import { openDestination } from '../run/destination.ts';
import { crateOf } from '../run/repository.ts';
import { runStage, type StageOptions } from '../run/stage.ts';

/** Publishes one crate. */
export default function publish(options: StageOptions, context: ExecutorContext) {
  return runStage('publish-crate', options, context, async (stage) => {
    const crate = crateOf(await stage.subject.repository(), options.manifest);
    const destination = await openDestination(stage, await stage.subject.commit());
    const { cratesIo } = destination;
    if (!cratesIo) {
      console.log(`${destination.name} has no registry for crates: nothing to do.`);
      return;
    }
    const artifact = await crateArtifact(crate, stage.workshop);
    await publishCrate(crate, artifact, { ...destination, cratesIo }, stage.workshop, stage);
  });
}
