import type { ExecutorContext } from '@nx/devkit';
import { status } from '@slipway/workspace/commands/status';
import type { StageOptions } from '@slipway/workspace/stage';
import { hostOf } from './host.ts';

/** How a release stands: what ought to be at each registry, and what is. Reads only. */
export default (options: StageOptions, context: ExecutorContext) =>
  status(options, hostOf(context));
