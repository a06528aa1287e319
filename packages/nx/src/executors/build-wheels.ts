import type { ExecutorContext } from '@nx/devkit';
import { writeRecord } from '@slipway/release/build';
import { wheelFolder } from '@slipway/release/layout';
import { wheelArtifacts } from '../run/artifacts.ts';
import { pythonOf } from '../run/repository.ts';
import { runStage, type StageOptions } from '../run/stage.ts';
import { targetsHere } from '../run/targets.ts';

interface AssemblyOptions extends StageOptions {
  readonly targets: readonly string[];
}

/** The wheel set of a package: every platform's files, proved and written into one record. */
export default function buildWheels(options: AssemblyOptions, context: ExecutorContext) {
  return runStage('build-wheels', options, context, async (stage) => {
    const python = pythonOf(await stage.subject.repository(), options.manifest);
    const targets = await targetsHere(python, options.targets, stage);
    const artifacts = await wheelArtifacts(python, targets, stage.workshop);
    const record = { package: python.name, target: null, artifacts };
    await writeRecord(wheelFolder(python.name, null), record, stage.workshop);
  });
}
