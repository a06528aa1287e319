import type { ExecutorContext } from '@nx/devkit';
import { version, type VersionOptions } from '@slipway/workspace/commands/version';
import { hostOf } from './host.ts';

/** Gives packages their next versions: shows the change, writes it; commits and tags when told. */
export default (options: VersionOptions, context: ExecutorContext) =>
  version(options, hostOf(context));
