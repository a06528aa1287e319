import type { ExecutorContext } from '@nx/devkit';
import { tellPublishing } from '../nx-release/dry-run.ts';
import { publishTogether } from '../nx-release/together.ts';
import { showRefusal } from '../refusal.ts';
import type { ReleasePublishOptions } from '../nx-release/options.ts';

/**
 * Publishes the packages of a project, for `nx release publish`. The target depends on nothing: Nx
 * would run what it depends on in a dry run too.
 */
export function releasePublish(options: ReleasePublishOptions, context: ExecutorContext) {
  const isDryRun = options.dryRun || process.env['NX_DRY_RUN'] === 'true';
  const work = isDryRun ? tellPublishing : publishTogether;
  return showRefusal(() => work(options, context));
}
