import type { ExecutorContext } from '@nx/devkit';
import { releaseTag } from '@slipway/release/plan';
import { passGate } from '@slipway/release/publish';
import { artifactsByPackage } from '../run/artifacts.ts';
import { openDestination } from '../run/destination.ts';

import { runStage, type StageOptions } from '../run/stage.ts';

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
    actions.forEach(stage.action);
    stage.found(findings);
    for (const { registry, file, decision, why } of actions) {
      console.log(`${decision.padEnd(13)} ${registry.padEnd(15)} ${file}  (${why})`);
    }
  });
}
