import type { ExecutorContext } from '@nx/devkit';
import { build } from '@slipway/workspace/commands/build';
import type { StageOptions } from '@slipway/workspace/stage';
import { hostOf } from './host.ts';

/** The packaged crate, or the source distribution: built, or taken from the job that built it. */
export default (options: StageOptions, context: ExecutorContext) => build(options, hostOf(context));
