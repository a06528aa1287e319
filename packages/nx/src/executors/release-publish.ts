import type { ExecutorContext } from '@nx/devkit';
import { tellPublishing } from '../release/dry-run.ts';
import { publishTogether } from '../release/together.ts';
import { showRefusal } from '../release/refusal.ts';
import type { StageOptions } from '../run/stage.ts';

export interface ReleasePublishOptions extends StageOptions {
  readonly dryRun?: boolean;
  /** By project: the versions that `nx release` has just decided, and in a dry run did not write. */
  readonly nxReleaseVersionData?: Readonly<Record<string, { readonly newVersion: string | null }>>;
}

/**
 * Publishes the packages of a project, for `nx release publish`. The target depends on nothing: Nx
 * would run what it depends on in a dry run too.
 */
export default function releasePublish(options: ReleasePublishOptions, context: ExecutorContext) {
  const isDryRun = options.dryRun || process.env['NX_DRY_RUN'] === 'true';
  const work = isDryRun ? tellPublishing : publishTogether;
  return showRefusal(() => work(options, context));
}
