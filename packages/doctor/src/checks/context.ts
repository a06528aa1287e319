import type { Finding } from '@slipway/release/finding';
import { publishRoutesOf, type PublishRoute } from '../claims/index.ts';
import type { Evidence } from '../evidence/index.ts';
import {
  describeRelease,
  type Publish,
  type Registry,
  type ReleaseDescription,
} from '../release-workflow/index.ts';
import type { Workflow } from '../workflow/index.ts';

/** What a check looks at. */
export interface Context {
  readonly workflows: readonly Workflow[];
  /** Every tracked file. */
  readonly listing: readonly string[];
  readonly description: ReleaseDescription;
}

/** What a check of the trust between workflows, GitHub and the registries looks at. */
export interface TrustContext extends Context {
  readonly routes: readonly PublishRoute[];
  readonly evidence: Evidence;
}

/** What could not be looked at, and why: nothing is guessed. */
export interface NotChecked {
  readonly because: string;
}

/** A check of the workflows: what it finds, in any order. Pure. */
export type Check = (context: Context) => readonly Finding[];

/** One that may meet what it cannot read. Pure. */
export type WorkflowCheck = (context: Context) => readonly Finding[] | NotChecked;

export function isNotChecked(result: readonly Finding[] | NotChecked): result is NotChecked {
  return 'because' in result;
}

/** The same, with evidence from elsewhere, which may be missing. Pure. */
export type TrustCheck = (context: TrustContext) => readonly Finding[] | NotChecked;

export function trustContext(
  workflows: readonly Workflow[],
  listing: readonly string[],
  evidence: Evidence,
): TrustContext {
  const { repository } = evidence.github;
  const branch = repository.known ? repository.value.defaultBranch : 'main';
  const description = describeRelease(workflows);
  const { tag, remote } = evidence;
  const routes = publishRoutesOf(workflows, { tag, branch, repository: remote });
  return { workflows, listing, description, routes, evidence };
}

/** The registries whose uploads cannot be taken back. */
export function isPackageRegistry(registry: Registry): boolean {
  return registry === 'crates.io' || registry === 'PyPI' || registry === 'npm';
}

/** Those that take OIDC identities of workflows, and that a release is for. */
export function takesIdentity(registry: Registry): boolean {
  return registry === 'crates.io' || registry === 'PyPI' || registry === 'TestPyPI';
}

/** Whether a registry is asked for a token by the identity of the job; not where another may be given. */
export function isByIdentity({ registry, auth }: Pick<Publish, 'registry' | 'auth'>): boolean {
  const isAsked = auth.kind === 'oidc' || (auth.kind === 'unknown' && !auth.isGiven);
  return isAsked && takesIdentity(registry);
}

/** The names of what is published where, each once, for a message. */
export function registriesOf(publishes: readonly Pick<Publish, 'registry'>[]): string {
  return [...new Set(publishes.map(({ registry }) => registry))].sort().join(', ');
}

/** One finding for each place and text, however many ways lead there. */
export function distinct(findings: readonly Finding[]): Finding[] {
  const key = ({ code, file, line, message }: Finding): string =>
    [code, file, line, message].join('\n');
  return [...new Map(findings.map((finding) => [key(finding), finding])).values()];
}
