import type { Claims } from '../oidc/claims.ts';
import { addresses } from '../upstream.ts';
import { extension } from './certificate.ts';
import { text } from './der.ts';

/** Fulcio's own extensions: `1.3.6.1.4.1.57264.1.…` */
export const fulcio = (number: number): string => `1.3.6.1.4.1.57264.1.${number}`;

type Said = Readonly<Record<string, string>>;

const page = (path: string | undefined): string => `${addresses.github}/${path}`;

/**
 * The issuer is GitHub's, which the rehearsal's stands for: verifiers want it, as they want the
 * repository to be at GitHub.
 */
const issuer = (): string => addresses.githubIssuer;

/** What a certificate says of a workflow run: the first ones as bare texts, as they came to be. */
const bare: readonly (readonly [number, (claims: Said) => string | undefined])[] = [
  [1, issuer],
  [2, (claims) => claims['event_name']],
  [3, (claims) => claims['sha']],
  [4, (claims) => claims['workflow']],
  [5, (claims) => claims['repository']],
  [6, (claims) => claims['ref']],
];

const encoded: typeof bare = [
  [8, issuer],
  [9, (claims) => page(claims['job_workflow_ref'])],
  [10, (claims) => claims['job_workflow_sha']],
  [11, (claims) => claims['runner_environment']],
  [12, (claims) => page(claims['repository'])],
  [13, (claims) => claims['sha']],
  [14, (claims) => claims['ref']],
  [15, (claims) => claims['repository_id']],
  [16, (claims) => page(claims['repository_owner'])],
  [17, (claims) => claims['repository_owner_id']],
  [18, (claims) => page(claims['workflow_ref'])],
  [19, (claims) => claims['workflow_sha']],
  [20, (claims) => claims['event_name']],
  [
    21,
    ({ repository, run_id, run_attempt }) =>
      page(`${repository}/actions/runs/${run_id}/attempts/${run_attempt}`),
  ],
  [22, (claims) => claims['repository_visibility']],
];

/** Fulcio refuses a token of GitHub's that lacks one of these. */
const needed = [
  'event_name',
  'job_workflow_ref',
  'job_workflow_sha',
  'ref',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'repository_visibility',
  'run_attempt',
  'run_id',
  'runner_environment',
  'sha',
  'sub',
  'workflow',
  'workflow_ref',
  'workflow_sha',
] as const;

/** Who a certificate is for, and what it says of the run. */
export interface Identity {
  /** What the one that asks has to sign. */
  readonly subject: string;
  /** The workflow file whose job signs. */
  readonly address: string;
  readonly extensions: readonly Buffer[];
}

/** The identity that claims make; null when one is missing. */
export function toIdentity(claims: Claims): Identity | null {
  const said = claims as Said;
  if (needed.some((name) => typeof said[name] !== 'string')) return null;
  return {
    subject: said['sub'] ?? '',
    address: page(said['job_workflow_ref']),
    extensions: [
      ...bare.map(([number, read]) => extension(fulcio(number), Buffer.from(read(said) ?? ''))),
      ...encoded.map(([number, read]) => extension(fulcio(number), text(read(said) ?? ''))),
    ],
  };
}
