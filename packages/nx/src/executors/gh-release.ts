import type { ExecutorContext } from '@nx/devkit';
import { ghRelease, type ReleaseOptions } from '@slipway/workspace/commands/gh-release';
import { hostOf } from './host.ts';

/** The GitHub release: notes, artifacts, attestations, SHA256SUMS, bill of materials. */
export default (options: ReleaseOptions, context: ExecutorContext) =>
  ghRelease(options, hostOf(context));
