import type { ExecutorContext } from '@nx/devkit';
import type { Crate } from '@slipway/release/manifest';
import { publishCrate } from '@slipway/release/publish';
import { observeCrate, type CratesIoEndpoint, type Destination } from '@slipway/release/registry';
import { crateArtifact } from '../run/artifacts.ts';
import { isDryRun, openDestination } from '../run/destination.ts';
import { crateOf } from '../run/repository.ts';
import { runStage, type Stage, type StageOptions } from '../run/stage.ts';
import { stayingVersion, tellStaying } from '../run/staying.ts';

/** Publishes one crate. */
export default function publish(options: StageOptions, context: ExecutorContext) {
  return runStage('publish-crate', options, context, async (stage) => {
    const crate = crateOf(await stage.subject.repository(), options.manifest);
    if (await isDryRun(options, stage)) return;
    const destination = await openDestination(stage, await stage.subject.commit());
    const { cratesIo } = destination;
    if (!cratesIo) {
      console.log(`${destination.name} has no registry for crates: nothing to do.`);
      return;
    }
    if (await isThereAlready(crate, { ...destination, cratesIo }, stage)) return;
    const artifact = await crateArtifact(crate, stage);
    await publishCrate(crate, artifact, { ...destination, cratesIo }, stage.workshop, stage);
  });
}

/**
 * Whether an earlier release has published this version. A rehearsal may lack one that was never published
 * for real; then what is here stands in for it, where a crate of this release needs it.
 */
async function isThereAlready(
  crate: Crate,
  { name, cratesIo }: Destination & { readonly cratesIo: CratesIoEndpoint },
  stage: Stage,
): Promise<boolean> {
  const stays = await stayingVersion(crate, stage);
  if (name === 'rehearsal' && stays?.isNeeded) {
    const live = await observeCrate(crate.name, cratesIo, stage.workshop.ports);
    if (!live.has(`${crate.name}-${crate.version.value}.crate`)) return false;
  }
  return tellStaying(crate, stage);
}
