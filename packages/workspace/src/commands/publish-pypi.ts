import { publishPython } from '@slipway/release/publish';
import { pythonArtifacts } from '../builds/index.ts';
import { isDryRun, openDestination } from '../destination/index.ts';
import { pythonOf } from '../subject/index.ts';
import { runStage } from '../report/index.ts';
import type { StageOptions, Host } from '../stage/index.ts';
import { tellStaying, verifyOwnTag } from '../released/index.ts';

export interface PublishOptions extends StageOptions {
  readonly targets: readonly string[];
}

/** Uploads the wheels and the sdist of one package. */
export function publishPypi(options: PublishOptions, host: Host) {
  return runStage('publish-pypi', options, host, async (stage) => {
    const python = pythonOf(await stage.subject.repository(), options.manifest);
    if (await isDryRun(options, stage)) return;
    const destination = await openDestination(stage, await stage.subject.commit());
    if (await tellStaying(python, stage)) return;
    const artifacts = await pythonArtifacts(python, options.targets, stage);
    await verifyOwnTag(stage, destination);
    await publishPython(python.name, artifacts, destination, stage.workshop, stage);
  });
}
