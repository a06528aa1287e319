import type { ExecutorContext } from '@nx/devkit';
import { hasErrors } from '@slipway/release/finding';
import { releaseTag, type Action, type Artifact } from '@slipway/release/plan';
import { attestUploads, forgetAttestations, passGate } from '@slipway/release/publish';
import type { Destination } from '@slipway/release/registry';
import { artifactsByPackage } from '../run/artifacts.ts';
import { isDryRun, openDestination } from '../run/destination.ts';
import { lossesOf } from '../run/emergency.ts';
import { runStage, type Stage, type StageOptions } from '../run/stage.ts';

interface GateOptions extends StageOptions {
  readonly targets: readonly string[];
}

/** The last look before anything irreversible. */
export default function gate(options: GateOptions, context: ExecutorContext) {
  return runStage('gate', options, context, async (stage) => {
    const { repository } = await stage.subject.cut();
    const commit = await stage.subject.commit();
    const destination = await openDestination(stage, commit);
    const { formats } = await stage.subject.tags();
    const tag = releaseTag(repository, formats, commit.tags).expected;
    const inferred = repository.crates.filter((one) => one.inferred).map(({ name }) => name);
    const artifacts = await artifactsByPackage(repository, options.targets, stage);
    const input = { ...artifacts, inferred, tag };
    const { actions, findings } = await passGate(input, destination, stage.workshop.ports);
    const python = artifacts.python.flatMap((one) => one.artifacts);
    await forgetAttestations(python, stage.workshop);
    actions.forEach(stage.action);
    stage.found(findings);
    for (const { registry, file, decision, why } of actions) {
      console.log(`${decision.padEnd(13)} ${registry.padEnd(15)} ${file}  (${why})`);
    }
    if (stage.emergency) stage.found([await lossesOf(destination, stage)]);
    if (hasErrors(findings) || (await isDryRun(options, stage))) return;
    await attest(python, actions, destination, stage);
  });
}

/** Before anything is live anywhere: a release that cannot be attested is none. Not in a dry run, for the log is public. */
async function attest(
  python: readonly Artifact[],
  actions: readonly Action[],
  destination: Destination,
  { workshop }: Stage,
): Promise<void> {
  const toPublish = new Set(
    actions
      .filter(({ registry }) => registry === destination.pypi.title)
      .filter(({ decision }) => decision === 'publish')
      .map(({ file }) => file),
  );
  await attestUploads(python, ({ file }) => toPublish.has(file), destination, workshop);
}
