import type { ExecutorContext } from '@nx/devkit';
import { buildWheels, hostTriple } from '@slipway/release/build';
import { platformNotHere } from '@slipway/release/finding';
import { pythonVersionOf } from '../run/python-version.ts';
import { loadRepository, pythonOf } from '../run/repository.ts';
import { runStage, type StageOptions } from '../run/stage.ts';

interface WheelOptions extends StageOptions {
  readonly target: string;
}

/** The wheel of one platform. */
export default function wheel(options: WheelOptions, context: ExecutorContext) {
  return runStage('build-wheels', options, context, async (stage) => {
    const { target } = options;
    const host = hostTriple(stage.workshop.ports.environment);
    if (target !== host) throw platformNotHere.error({ target, host });
    const python = pythonOf(await loadRepository(stage.workshop), options.manifest);
    stage.found(await buildWheels(python, pythonVersionOf(python), target, stage.workshop));
  });
}
