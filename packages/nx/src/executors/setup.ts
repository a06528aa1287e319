import type { ExecutorContext } from '@nx/devkit';
import { setup, type SetupOptions } from '@slipway/workspace/commands/setup';
import { hostOf } from './host.ts';

/** Shows what a release lacks at GitHub and the registries, and closes the gap when told. */
export default (options: SetupOptions, context: ExecutorContext) => setup(options, hostOf(context));
