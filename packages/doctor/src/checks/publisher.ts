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
  notForCrate,
  notForProject,
  passedOver,
  refusedByCratesIo,
  refusedByPypi,
  type Publisher,
  type Refusal,
  type PublishRoute,
  type RunClaims,
} from '../claims/index.ts';
import type { Evidence, Known } from '../evidence/index.ts';
import {
  distinct,
  isByIdentity,
  type NotChecked,
  type TrustCheck,
  type TrustContext,
} from './context.ts';

interface Named {
  readonly name: string;
  readonly publishers: Known<readonly Publisher[]>;
  readonly isOfLastRelease?: boolean;
}

/** How a registry looks at the publishers of one package, and at those of all that are released. */
interface Judge {
  readonly registry: 'crates.io' | 'PyPI';
  readonly refuse: (publishers: readonly Publisher[], claims: RunClaims) => Refusal | null;
  /** What it says to an upload with the token of other packages. */
  readonly notFor: (name: string) => string;
  readonly passedOver: typeof passedOver;
}

const judges: Readonly<Record<Judge['registry'], Judge>> = {
  'crates.io': {
    registry: 'crates.io',
    refuse: refusedByCratesIo,
    notFor: notForCrate,
    passedOver: () => null,
  },
  PyPI: { registry: 'PyPI', refuse: refusedByPypi, notFor: notForProject, passedOver },
};

/** Whether crates.io has a publisher for what the workflow's token will say. */
export const checkCratesIoPublishers: TrustCheck = (context) =>
  compare(judges['crates.io'], context.evidence.crates, context);

/** The same for PyPI. */
export const checkPypiPublishers: TrustCheck = (context) =>
  compare(judges.PyPI, context.evidence.projects, context);

function compare(
  judge: Judge,
  packages: readonly Named[],
  { routes, evidence }: TrustContext,
): readonly Finding[] | NotChecked {
  const ways = routes.filter(
    ({ publish }) => publish.registry === judge.registry && isByIdentity(publish),
  );
  const name = nameOf(evidence);
  if (name === null) return { because: 'the repository has no remote at GitHub' };
  const { repository } = evidence.github;
  const ownerId = repository.known ? repository.value.ownerId : null;
  const all = packages.flatMap(({ publishers }) => (publishers.known ? publishers.value : []));
  const judged = packages.map((one) => ({
    one,
    refusals: ways.map((route) => refusalFor(one, all, claimsOf(route, name, ownerId), judge)),
  }));
  const takes = ({ one, refusals }: (typeof judged)[number], way: number): boolean =>
    one.publishers.known && refusals[way] === null;
  const rows = distinct(
    judged.flatMap((own) =>
      ways.flatMap((route, way) => {
        const refusal = own.refusals[way];
        // A way of its own, and one that is another package's: there each has a workflow or a job for itself.
        const isOthers =
          ways.some((_, at) => takes(own, at)) && judged.some((other) => takes(other, way));
        return refusal && !isOthers ? differs(judge.registry, own.one, refusal, route) : [];
      }),
    ),
  );
  if (rows.length > 0) return rows;
  const unknown = packages.find(({ publishers }) => !publishers.known)?.publishers;
  return unknown && !unknown.known ? { because: unknown.because } : rows;
}

/** One token is for every package whose publisher matches, so what is said depends on the others as well. */
function refusalFor(
  { name, publishers }: Named,
  all: readonly Publisher[],
  claims: RunClaims,
  { refuse, notFor, passedOver }: Judge,
): Refusal | null {
  if (!publishers.known) return null;
  const refusal = refuse(publishers.value, claims);
  if (refusal) return { ...refusal, text: refuse(all, claims)?.text ?? notFor(name) };
  const difference = passedOver(publishers.value, all, claims);
  return difference && { differences: [difference], text: notFor(name) };
}

function differs(
  registry: string,
  { name, isOfLastRelease }: Named,
  { differences, text }: Refusal,
  { publish, job, environment }: PublishRoute,
): Finding[] {
  // What an expression gives is not known before the run; events are told once, by another check.
  const isComputed = environment?.includes('${{') ?? false;
  const told = differences.filter(
    ({ field }) => field !== 'event' && !(field === 'environment' && isComputed),
  );
  if (told.length === 0) return [];
  const isEnvironment = told[0]!.field === 'environment';
  const line = isEnvironment ? (job.environment?.line ?? publish.line) : publish.line;
  const finding = publisherDiffers.at(
    { file: publish.file, line },
    { registry, name, differences: told, text },
  );
  return [isOfLastRelease ? { ...finding, severity: 'warning' } : finding];
}

function nameOf({ remote, github }: Evidence): string | null {
  return github.repository.known ? github.repository.value.name : remote;
}

/** Without the publishers themselves: whose workflow published last. It may have been changed since. */
export const checkLastRepository: TrustCheck = ({ evidence, routes }) => {
  const name = nameOf(evidence);
  if (name === null) return { because: 'the repository has no remote at GitHub' };
  const told = evidence.crates.flatMap(({ name: crate, lastRepository }) =>
    lastRepository === null ? [] : [{ crate, lastRepository }],
  );
  if (told.length === 0) {
    const nothing = orUnknown([], evidence.crates);
    if ('because' in nothing) return nothing;
    return { because: 'crates.io names no repository that published before' };
  }
  const route = routes.find(({ publish }) => publish.registry === 'crates.io');
  const at = { file: route?.publish.file ?? null, line: route?.publish.line ?? null };
  return told
    .filter(({ lastRepository }) => lastRepository.toLowerCase() !== name.toLowerCase())
    .map(({ crate, lastRepository }): Finding => {
      const differences = [{ field: 'repository', expected: [lastRepository], got: name }] as const;
      const text = `No Trusted Publishing config found for repository \`${name}\`.`;
      const context = { registry: 'crates.io', name: crate, differences, text };
      return { ...publisherDiffers.at(at, context), severity: 'warning' };
    });
};

/** Whether the packages are there: an identity can make no crate, and a project only when it is pending. */
export const checkExistence: TrustCheck = ({ evidence, routes }) => {
  const isTrusted = (registry: string): boolean =>
    routes.some(({ publish }) => publish.registry === registry && publish.auth.kind === 'oidc');
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
  return orUnknown(rows, [...evidence.crates, ...evidence.projects]);
};

/** Crates that take no stored token. */
export const checkTrustedOnly: TrustCheck = ({ evidence, routes }) => {
  const stored = routes.filter(
    ({ publish }) => publish.registry === 'crates.io' && publish.auth.kind === 'token',
  );
  const findings = evidence.crates
    .filter((one) => one.trustedOnly)
    .flatMap(({ name }) =>
      stored.map(({ publish: { file, line, job } }) =>
        trustedOnly.at({ file, line }, { name, job }),
      ),
    );
  return orUnknown(distinct(findings), evidence.crates);
};

/** PyPI takes no new files for old releases. */
export const checkAge: TrustCheck = ({ evidence: { projects } }) => {
  const findings = projects.flatMap(({ name, age }) =>
    age && age.days > 14 ? [releaseTooOld.at({ file: null, line: null }, { name, ...age })] : [],
  );
  return orUnknown(findings, projects);
};

/** What was found; or why nothing could be, where a registry said nothing of a package. */
function orUnknown(
  findings: readonly Finding[],
  packages: readonly { readonly exists: Known<boolean> }[],
): readonly Finding[] | NotChecked {
  const unknown = packages.map(({ exists }) => exists).find((exists) => !exists.known);
  if (findings.length > 0 || !unknown || unknown.known) return findings;
  return { because: unknown.because };
}

/** Letter case, and old names of a repository. */
export const checkNameCase: TrustCheck = ({ evidence: { remote, github } }) => {
  if (remote === null) return { because: 'the repository has no remote at GitHub' };
  if (!github.repository.known) return { because: github.repository.because };
  const canonical = github.repository.value.name;
  if (canonical === remote) return [];
  return [nameCase.at({ file: null, line: null }, { written: remote, canonical })];
};
