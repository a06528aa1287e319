import type { ExecutorContext } from '@nx/devkit';
import { buildWheels, type AssemblyOptions } from '@slipway/workspace/commands/build-wheels';
import { hostOf } from './host.ts';

/** The wheel set of a package: every platform's files, proved and written into one record. */
export default (options: AssemblyOptions, context: ExecutorContext) =>
  buildWheels(options, hostOf(context));
