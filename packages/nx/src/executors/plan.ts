import type { ExecutorContext } from '@nx/devkit';
import { checkAgreement, checkPackage, orderCrates } from '@slipway/release/plan';
import { showPlan } from '@slipway/release/report';

import { paint, runStage, show, type StageOptions } from '../run/stage.ts';

/** Shows what a release would publish, from the manifests and git alone. */
export default function plan(options: StageOptions, context: ExecutorContext) {
  return runStage('plan', options, context, async (stage) => {
    const repository = await stage.subject.repository();
    const commit = await stage.subject.commit();
    const packages = [...repository.crates, ...repository.pythons];
    stage.found(repository.findings);
    stage.found(packages.flatMap(({ manifest }) => checkPackage(repository, manifest)));
    stage.found(orderCrates(repository.crates).findings);
    stage.found(checkAgreement(repository, commit.tags).findings);
    show(showPlan(await stage.report(), paint));
  });
}
