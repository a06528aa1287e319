import type { ExecutorContext } from '@nx/devkit';
import { retreat } from '@slipway/workspace/commands/retreat';
import type { StageOptions } from '@slipway/workspace/stage';
import { hostOf } from './host.ts';

/** Shows what withdraws a release, or brings it back, and does it when told. */
export default (options: StageOptions, context: ExecutorContext) =>
  retreat(options, hostOf(context));
