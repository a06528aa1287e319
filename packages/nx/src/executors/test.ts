import type { ExecutorContext } from '@nx/devkit';
import { test } from '@slipway/workspace/commands/test';
import type { StageOptions } from '@slipway/workspace/stage';
import { hostOf } from './host.ts';

/** cargo test for a crate, pytest for a Python package; or proof that a job before this one ran them. */
export default (options: StageOptions, context: ExecutorContext) => test(options, hostOf(context));
