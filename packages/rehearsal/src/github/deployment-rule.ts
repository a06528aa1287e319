import type { GithubEnvironment } from '../state/rows.ts';
import { matchesPattern } from './pattern.ts';

/** A ref as GitHub's messages name it. What is neither branch nor tag counts as a branch, whole. */
export interface Ref {
  readonly type: 'branch' | 'tag';
  readonly name: string;
}

export function readRef(ref: string): Ref {
  if (ref.startsWith('refs/tags/')) return { type: 'tag', name: ref.slice('refs/tags/'.length) };
  return { type: 'branch', name: ref.replace(/^refs\/heads\//, '') };
}

/** Why an environment refuses a job of this ref, in GitHub's words, or null. */
export function refProblem(
  environment: Pick<GithubEnvironment, 'name' | 'refs' | 'policies'>,
  ref: Ref,
  isProtected: (branch: string) => boolean,
): string | null {
  if (mayDeploy(environment, ref, isProtected)) return null;
  const what = ref.type === 'tag' ? 'Tag' : 'Branch';
  return `${what} "${ref.name}" is not allowed to deploy to ${environment.name} due to environment protection rules.`;
}

function mayDeploy(
  { refs, policies }: Pick<GithubEnvironment, 'refs' | 'policies'>,
  { type, name }: Ref,
  isProtected: (branch: string) => boolean,
): boolean {
  if (refs === 'all') return true;
  if (refs === 'protected') return type === 'branch' && isProtected(name);
  return policies.some((policy) => policy.type === type && matchesPattern(policy.name, name));
}
