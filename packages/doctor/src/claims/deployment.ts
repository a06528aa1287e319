import { matchesRule } from './rule.ts';

/** Which refs an environment lets in. https://docs.github.com/en/rest/deployments/branch-policies */
export interface DeploymentPolicy {
  /** `all`; `protected` branches alone, and no tags; or those that match a rule. */
  readonly kind: 'all' | 'protected' | 'rules';
  readonly rules: readonly DeploymentRule[];
}

export interface DeploymentRule {
  readonly name: string;
  readonly type: 'branch' | 'tag';
}

/**
 * Why an environment lets no job of a ref (`refs/tags/v1.2.3`) deploy, in GitHub's words; null when it does, and
 * for a branch where protected ones are let in: which these are is not known.
 */
export function deploymentRefused(
  { kind, rules }: DeploymentPolicy,
  environment: string,
  ref: string,
): string | null {
  const type = ref.startsWith('refs/tags/') ? 'tag' : 'branch';
  const name = ref.replace(/^refs\/(tags|heads)\//, '');
  const isLetIn =
    kind === 'all' ||
    (kind === 'protected' && type === 'branch') ||
    (kind === 'rules' && rules.some((rule) => rule.type === type && matchesRule(rule.name, name)));
  if (isLetIn) return null;
  const kindOfRef = type === 'tag' ? 'Tag' : 'Branch';
  return `${kindOfRef} "${name}" is not allowed to deploy to ${environment} due to environment protection rules.`;
}
