import { passesGlobs } from './glob.ts';
import type { Permissions, Trigger, Workflow } from './model.ts';

/**
 * The trigger by which pushing a tag starts a workflow; null when it starts none. A `push` that filters branches
 * alone is not started by tags; its paths are not asked for them.
 */
export function firedByTag(workflow: Workflow, tag: string): Trigger | null {
  return workflow.triggers.find((trigger) => isFiredBy(trigger, tag)) ?? null;
}

function isFiredBy(trigger: Trigger, tag: string): boolean {
  if (trigger.event === 'create') return true;
  if (trigger.event !== 'push') return false;
  const { tags, tagsIgnore } = trigger;
  if (tags) return passesGlobs(tags, tag);
  if (tagsIgnore) return !passesGlobs(tagsIgnore, tag);
  return trigger.branches === null && trigger.branchesIgnore === null;
}

/** What the token of a job may do with a scope; null where nothing is written and a setting decides. */
export function permissionFor(
  workflow: Workflow,
  job: { readonly permissions: Permissions | null },
  scope: string,
): 'write' | 'read' | 'none' | null {
  const permissions = job.permissions ?? workflow.permissions;
  if (!permissions) return scope === 'id-token' ? 'none' : null;
  if (permissions.all === 'write-all') return 'write';
  if (permissions.all === 'read-all') return scope === 'id-token' ? 'none' : 'read';
  const level = permissions.scopes.get(scope);
  return level === 'write' || level === 'read' ? level : 'none';
}

/** The ids of the jobs that a job waits for, directly or through others. */
export function neededBy(workflow: Workflow, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (one: string): void => {
    const job = workflow.jobs.find((candidate) => candidate.id === one);
    for (const { value } of job?.needs ?? []) {
      if (found.has(value)) continue;
      found.add(value);
      visit(value);
    }
  };
  visit(id);
  return found;
}
