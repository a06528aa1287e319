import type { ExecutorContext } from '@nx/devkit';
import { wheel, type WheelOptions } from '@slipway/workspace/commands/wheel';
import { hostOf } from './host.ts';

/** The wheels of one platform: built, or taken from the job that built them. */
export default (options: WheelOptions, context: ExecutorContext) => wheel(options, hostOf(context));
