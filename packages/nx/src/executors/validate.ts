import type { ExecutorContext } from '@nx/devkit';
import { validate } from '@slipway/workspace/commands/validate';
import type { StageOptions } from '@slipway/workspace/stage';
import { hostOf } from './host.ts';

/** `PROJECT:validate` checks one package; `release:validate` checks that all of them agree. */
export default (options: StageOptions, context: ExecutorContext) =>
  validate(options, hostOf(context));
