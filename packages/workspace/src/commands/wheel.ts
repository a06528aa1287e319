import { buildWheels, type WheelOrder } from '@slipway/release/build';
import { takeWheels } from '../builds/index.ts';
import { pythonVersionOf, pythonOf } from '../subject/index.ts';
import { refuseBesideCredentials } from '../credential/index.ts';
import { runStage } from '../report/index.ts';
import type { StageOptions, Host } from '../stage/index.ts';

export type WheelOptions = StageOptions & WheelOrder;

/** The wheels of one platform: built, or taken from the job that built them. */
export function wheel(options: WheelOptions, host: Host) {
  return runStage('build-wheels', options, host, async (stage) => {
    const python = pythonOf(await stage.subject.repository(), options.manifest);
    if (stage.artifacts !== null) return takeWheels(python, options.target, stage);
    const work = `the wheel build of ${python.name}`;
    refuseBesideCredentials(work, host.release, host.ports);
    stage.found(await buildWheels(python, pythonVersionOf(python), options, stage.workshop));
  });
}
