import type { ExecutorContext } from '@nx/devkit';
import { buildWheels, type WheelOrder } from '@slipway/release/build';
import { takeWheels } from '../run/builds.ts';
import { pythonVersionOf } from '../run/python-version.ts';
import { pythonOf } from '../run/repository.ts';
import { refuseBesideCredentials } from '../run/reach.ts';
import { runStage, type StageOptions } from '../run/stage.ts';

type WheelOptions = StageOptions & WheelOrder;

/** The wheels of one platform: built, or taken from the job that built them. */
export default function wheel(options: WheelOptions, context: ExecutorContext) {
  return runStage('build-wheels', options, context, async (stage) => {
    const python = pythonOf(await stage.subject.repository(), options.manifest);
    if (stage.artifacts !== null) return takeWheels(python, options.target, stage);
    const work = `the wheel build of ${python.name}`;
    refuseBesideCredentials(work, context, stage.workshop.ports);
    stage.found(await buildWheels(python, pythonVersionOf(python), options, stage.workshop));
  });
}
