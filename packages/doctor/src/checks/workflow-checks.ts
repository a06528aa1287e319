import type { Finding } from '@slipway/release/finding';
import { describeRelease, type ReleaseDescription } from '../release-workflow/index.ts';
import type { Workflow } from '../workflow/index.ts';
import { checkAnyTag } from './any-tag.ts';
import { isNotChecked, type WorkflowCheck } from './context.ts';
import { checkTokens } from './long-lived-token.ts';
import { checkNeeds } from './needs.ts';
import { checkSdist } from './no-sdist.ts';
import { checkManylinux } from './outside-manylinux.ts';
import { checkPublishTwice } from './publish-twice.ts';
import { checkFilesRead } from './untracked-file.ts';

/** Every check of the workflows, by the code of what it finds. */
export const checks: ReadonlyMap<string, WorkflowCheck> = new Map([
  ['SLW602', checkPublishTwice],
  ['SLW603', checkFilesRead],
  ['SLW604', checkSdist],
  ['SLW605', checkManylinux],
  ['SLW606', checkNeeds],
  ['SLW607', checkTokens],
  ['SLW608', checkAnyTag],
]);

/**
 * Takes the workflows of a repository, the names of every tracked file, and what {@link describeRelease} says
 * of the workflows, where the caller has it already. Returns what is wrong, by file, line and code. None of
 * it is an error: it is about the release process that is there, not about the one that Slipway runs.
 */
export function checkWorkflows(
  workflows: readonly Workflow[],
  listing: readonly string[],
  description: ReleaseDescription = describeRelease(workflows),
): Finding[] {
  const context = { workflows, listing, description };
  return [...checks.values()]
    .map((check) => check(context))
    .flatMap((result) => (isNotChecked(result) ? [] : result))
    .sort(compareFindings);
}

function compareFindings(a: Finding, b: Finding): number {
  const [x, y] = [a.file ?? '', b.file ?? ''];
  if (x !== y) return x < y ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.code < b.code ? -1 : 1);
}
