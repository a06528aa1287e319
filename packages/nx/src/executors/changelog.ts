import type { ExecutorContext } from '@nx/devkit';
import { changelog, type ChangelogOptions } from '@slipway/workspace/commands/changelog';
import { hostOf } from './host.ts';

/**
 * Extends the changelogs with the version that the manifests state, where no tag has it yet. What is
 * still to be bumped is only shown, under the version that it would get.
 */
export default (options: ChangelogOptions, context: ExecutorContext) =>
  changelog(options, hostOf(context));
