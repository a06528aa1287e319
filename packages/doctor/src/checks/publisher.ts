import {
  crateNotThere,
  nameCase,
  projectNotThere,
  publisherDiffers,
  releaseTooOld,
  trustedOnly,
  type Finding,
} from '@slipway/release/finding';
import {
  claimsOf,
  refusedByCratesIo,
  refusedByPypi,
  type Publisher,
  type Refusal,
  type Road,
  type RunClaims,
} from '../claims/index.ts';
import type { Evidence, Known } from '../evidence/index.ts';
import { distinct, type NotChecked, type TrustCheck, type TrustContext } from './context.ts';

type Refuse = (publishers: readonly Publisher[], claims: RunClaims) => Refusal | null;

/** Whether crates.io has a publisher for what the workflow's token will say. */
export const checkCratesIoPublishers: TrustCheck = (context) =>
  compare('crates.io', context.evidence.crates, refusedByCratesIo, context);

/** The same for PyPI. */
export const checkPypiPublishers: TrustCheck = (context) =>
  compare('PyPI', context.evidence.projects, refusedByPypi, context);

function compare(
  registry: 'crates.io' | 'PyPI',
  packages: readonly {
    name: string;
    publishers: Known<readonly Publisher[]>;
    isOfLastRelease?: boolean;
  }[],
  refuse: Refuse,
  { roads, evidence }: TrustContext,
): readonly Finding[] | NotChecked {
  const ways = roads.filter(
    ({ publish }) => publish.registry === registry && publish.auth.kind !== 'token',
  );
  const name = nameOf(evidence);
  if (name === null) return { because: 'the repository has no remote at GitHub' };
  const { repository } = evidence.github;
  const ownerId = repository.known ? repository.value.ownerId : null;
  const unknown = packages.find(({ publishers }) => !publishers.known)?.publishers;
  const findings = packages.flatMap(({ name: one, publishers, isOfLastRelease }) => {
    if (!publishers.known) return [];
    return ways.flatMap((road) => {
      const refusal = refuse(publishers.value, claimsOf(road, name, ownerId));
      if (!refusal || isComputed(road, refusal)) return [];
      const finding = differs(registry, one, refusal, road);
      return [isOfLastRelease ? { ...finding, severity: 'warning' as const } : finding];
    });
  });
  // Events are told once for all packages, by another check.
  const rows = distinct(findings).filter(({ message }) => !message.includes('has the event '));
  if (rows.length > 0) return rows;
  return unknown && !unknown.known ? { because: unknown.because } : rows;
}

/** What an expression gives is not known before the run. */
function isComputed({ job }: Road, { field }: Refusal): boolean {
  return field === 'environment' && (job.environment?.value.includes('${{') ?? false);
}

function differs(
  registry: string,
  name: string,
  { field, expected, got, text }: Refusal,
  { publish, job }: Road,
): Finding {
  const line = field === 'environment' ? (job.environment?.line ?? publish.line) : publish.line;
  const context = { registry, name, field, expected, got, text };
  return publisherDiffers.at({ file: publish.file, line }, context);
}

function nameOf({ remote, github }: Evidence): string | null {
  return github.repository.known ? github.repository.value.name : remote;
}

/** Whether the packages are there: an identity can make no crate, and a project only when it is pending. */
export const checkExistence: TrustCheck = ({ evidence, roads }) => {
  const isTrusted = (registry: string): boolean =>
    roads.some(({ publish }) => publish.registry === registry && publish.auth.kind === 'oidc');
  const missing = ({ exists }: { exists: Known<boolean> }): boolean =>
    exists.known && !exists.value;
  const nowhere = { file: null, line: null };
  const rows = [
    ...evidence.crates
      .filter((one) => missing(one) && isTrusted('crates.io'))
      .map(({ name }) => crateNotThere.at(nowhere, { name })),
    ...evidence.projects
      .filter((one) => missing(one) && isTrusted('PyPI'))
      .map(({ name }) => projectNotThere.at(nowhere, { name })),
  ];
  const unknown = [...evidence.crates, ...evidence.projects].find(({ exists }) => !exists.known);
  if (rows.length > 0 || !unknown || unknown.exists.known) return rows;
  return { because: unknown.exists.because };
};

/** Crates that take no stored token. */
export const checkTrustedOnly: TrustCheck = ({ evidence, roads }) => {
  const stored = roads.filter(
    ({ publish }) => publish.registry === 'crates.io' && publish.auth.kind === 'token',
  );
  return distinct(
    evidence.crates
      .filter((one) => one.trustedOnly)
      .flatMap(({ name }) =>
        stored.map(({ publish: { file, line, job } }) =>
          trustedOnly.at({ file, line }, { name, job }),
        ),
      ),
  );
};

/** PyPI takes no new files for old releases. */
export const checkAge: TrustCheck = ({ evidence }) =>
  evidence.projects.flatMap(({ name, age }) =>
    age && age.days > 14 ? [releaseTooOld.at({ file: null, line: null }, { name, ...age })] : [],
  );

/** Letter case, and old names of a repository. */
export const checkNameCase: TrustCheck = ({ evidence: { remote, github } }) => {
  if (remote === null) return { because: 'the repository has no remote at GitHub' };
  if (!github.repository.known) return { because: github.repository.because };
  const canonical = github.repository.value.name;
  if (canonical === remote) return [];
  return [nameCase.at({ file: null, line: null }, { written: remote, canonical })];
};
