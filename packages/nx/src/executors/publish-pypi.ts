import type { ExecutorContext } from '@nx/devkit';
import { publishPython } from '@slipway/release/publish';
import { pythonArtifacts } from '../run/artifacts.ts';
import { isDryRun, openDestination } from '../run/destination.ts';
import { pythonOf } from '../run/repository.ts';
import { runStage, type StageOptions } from '../run/stage.ts';
import { tellStaying } from '../run/staying.ts';
import { verifyOwnTag } from '../run/tag.ts';

interface PublishOptions extends StageOptions {
  readonly targets: readonly string[];
}

/** Uploads the wheels and the sdist of one package. */
export default function publish(options: PublishOptions, context: ExecutorContext) {
  return runStage('publish-pypi', options, context, async (stage) => {
    const python = pythonOf(await stage.subject.repository(), options.manifest);
    if (await isDryRun(options, stage)) return;
    const destination = await openDestination(stage, await stage.subject.commit());
    if (await tellStaying(python, stage)) return;
    const artifacts = await pythonArtifacts(python, options.targets, stage);
    await verifyOwnTag(stage, destination);
    await publishPython(python.name, artifacts, destination, stage.workshop, stage);
  });
}
