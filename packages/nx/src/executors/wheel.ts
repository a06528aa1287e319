import type { ExecutorContext } from '@nx/devkit';
import { buildWheels } from '@slipway/release/build';
import { platformNotHere } from '@slipway/release/finding';
import { hostTriple } from '@slipway/release/platform';
import { checkInterpreters } from '../run/interpreters.ts';
import { pythonVersionOf } from '../run/python-version.ts';
import { pythonOf } from '../run/repository.ts';
import { runStage, type StageOptions } from '../run/stage.ts';

interface WheelOptions extends StageOptions {
  readonly target: string;
  readonly manylinux?: string;
}

/** The wheel of one platform. */
export default function wheel(options: WheelOptions, context: ExecutorContext) {
  return runStage('build-wheels', options, context, async (stage) => {
    const { target, manylinux } = options;
    const host = hostTriple(stage.workshop.ports.environment);
    if (target !== host) throw platformNotHere.error({ target, host });
    const wheel = { target, ...(manylinux === undefined ? {} : { manylinux }) };
    const python = pythonOf(await stage.subject.repository(), options.manifest);
    stage.found(checkInterpreters(python, stage.settings, target));
    stage.found(await buildWheels(python, pythonVersionOf(python), wheel, stage.workshop));
  });
}
