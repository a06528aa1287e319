import type { ExecutorContext } from '@nx/devkit';
import { publish } from '@slipway/workspace/commands/publish';
import type { StageOptions } from '@slipway/workspace/stage';
import { hostOf } from './host.ts';

/**
 * The end of a release: its report. What was rehearsed is installed into clean folders as well; what is live is not: to
 * install is to run code of others, and beside an identity nothing of theirs runs. `release:verify` does it elsewhere.
 */
export default (options: StageOptions, context: ExecutorContext) =>
  publish(options, hostOf(context));
