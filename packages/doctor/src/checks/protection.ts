import {
  assetsTooLate,
  branchUnprotected,
  checkNotProduced,
  secretLeft,
  tagRestricted,
  type Finding,
} from '@slipway/release/finding';
import { matchesRule } from '../claims/index.ts';
import { runsOf } from '../release-workflow/index.ts';
import { substitute, type Job, type Workflow } from '../workflow/index.ts';
import { distinct, type Check, type TrustCheck } from './context.ts';

const nowhere = { file: null, line: null };

/** Whether every required check is one that a workflow produces (R24). */
export const checkRequired: TrustCheck = ({ workflows, evidence: { github } }) => {
  if (!github.branch.known) return { because: github.branch.because };
  const branch = github.repository.known
    ? github.repository.value.defaultBranch
    : 'the default branch';
  const produced = workflows.filter(isForChanges).flatMap((one) => checkNames(one, workflows));
  // A name that an expression computes may be any.
  if (produced.some((name) => name.startsWith('${{'))) return [];
  const { requiredChecks, anySource } = github.branch.value;
  return requiredChecks
    .filter((check) => !produced.some((name) => mayBe(name, check)))
    .map((check): Finding => {
      const near = nearest(check, produced);
      const finding = checkNotProduced.at(nowhere, { check, branch, near });
      // Another app or service may report it, which is not seen here.
      const isPerhaps = near.length === 0 && anySource.includes(check);
      return isPerhaps ? { ...finding, severity: 'warning' } : finding;
    });
};

/** Workflows that run on pull requests, or on pushes of branches. */
function isForChanges({ triggers }: Workflow): boolean {
  return triggers.some(
    ({ event, tags, branches }) =>
      event.startsWith('pull_request') ||
      event === 'merge_group' ||
      (event === 'push' && (branches !== null || tags === null)),
  );
}

/** The names under which GitHub shows the jobs of a workflow: `caller / callee` where one is called. */
function checkNames(workflow: Workflow, all: readonly Workflow[], depth = 3): string[] {
  return workflow.jobs.flatMap((job) => {
    const names = namesOf(workflow, job);
    if (!job.call) return names;
    const callee = all.find(({ file }) => file === job.call!.path);
    if (!callee || depth === 0) return names.map((name) => `${name} / \${{ called }}`);
    const inner = checkNames(callee, all, depth - 1);
    return names.flatMap((name) => inner.map((below) => `${name} / ${below}`));
  });
}

function namesOf(workflow: Workflow, job: Job): string[] {
  const rows = runsOf(workflow, job).map(({ row }) => {
    if (job.name !== null) return substitute(job.name, { matrix: row });
    const values = [...row.values()].filter((value) =>
      ['string', 'number', 'boolean'].includes(typeof value),
    );
    return values.length > 0 ? `${job.id} (${values.join(', ')})` : job.id;
  });
  return job.rowsKnown ? rows : [`${job.name ?? job.id}\${{ matrix }}`];
}

function mayBe(name: string, check: string): boolean {
  const parts = name.split(/\$\{\{.*?\}\}/);
  const source = parts.map((part) => part.replaceAll(/[.*+?^$()|[\]{}\\/]/g, '\\$&')).join('.*');
  return new RegExp(`^${source}$`).test(check);
}

/** Names that end, or begin, as what is asked for. */
function nearest(check: string, produced: readonly string[]): string[] {
  const last = (name: string): string => name.split(' / ').at(-1)!.toLowerCase();
  return [...new Set(produced)].filter((name) => last(name) === last(check)).slice(0, 3);
}

/** R23: reviews, stale approvals dismissed, checks required and up to date, administrators included. */
export const checkBranch: TrustCheck = ({ evidence: { github } }) => {
  if (!github.branch.known) return { because: github.branch.because };
  const { reviews, dismissesStale, requiredChecks, upToDate, includesAdministrators } =
    github.branch.value;
  const lacks = [
    ...(reviews ? [] : ['review of pull requests']),
    ...(reviews && !dismissesStale ? ['dismissal of stale approvals'] : []),
    ...(requiredChecks.length > 0 ? [] : ['required checks']),
    ...(requiredChecks.length > 0 && !upToDate ? ['demand that branches are up to date'] : []),
    ...(includesAdministrators ? [] : ['rule for administrators']),
  ];
  const branch = github.repository.known
    ? github.repository.value.defaultBranch
    : 'the default branch';
  return lacks.length > 0 ? [branchUnprotected.at(nowhere, { branch, lacks })] : [];
};

/** Rulesets that let nobody make the tag of the release. */
export const checkTagRulesets: TrustCheck = ({ evidence: { github, tag } }) => {
  if (!github.tagRulesets.known) return { because: github.tagRulesets.because };
  const ref = `refs/tags/${tag}`;
  const names = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => pattern === '~ALL' || matchesRule(pattern, ref));
  return github.tagRulesets.value
    .filter((one) => !one.hasBypass && names(one.include) && !names(one.exclude))
    .map(({ name }) => tagRestricted.at(nowhere, { tag, ruleset: name }));
};

/** R25: secrets that OIDC has made superfluous. */
export const checkSecrets: TrustCheck = ({ evidence: { github } }) => {
  if (!github.secrets.known) return { because: github.secrets.because };
  return github.secrets.value
    .filter(({ name }) =>
      /^(CARGO_REGISTRY_TOKEN|CRATES(_IO)?_TOKEN|PYPI(_API)?_(TOKEN|PASSWORD)|TWINE_PASSWORD|MATURIN_PYPI_TOKEN|UV_PUBLISH_TOKEN)$/.test(
        name,
      ),
    )
    .map(({ name, place }) => secretLeft.at(nowhere, { secret: name, place }));
};

/** Files that come to a release after it was published, where releases are immutable. */
export const checkImmutable: TrustCheck = (context) => {
  const { immutableReleases } = context.evidence.github;
  if (!immutableReleases.known) return { because: immutableReleases.because };
  return immutableReleases.value ? lateAssets(context) : [];
};

const lateAssets: Check = ({ workflows, description }) =>
  distinct(
    workflows
      .filter((one) => description.files.includes(one.file) && !isDrafted(one))
      .flatMap((workflow) =>
        workflow.jobs.flatMap((job) =>
          runsOf(workflow, job).flatMap(({ steps }) =>
            steps.flatMap((step): Finding[] => {
              const { uses, file, line } = step.step;
              const upload = step.commands.find(
                ({ name, arguments: words }) =>
                  name === 'gh' && words[0]?.text === 'release' && words[1]?.text === 'upload',
              );
              const late =
                /^(actions\/upload-release-asset|svenstaro\/upload-release-action)$/i.test(
                  uses?.action ?? '',
                ) || upload !== undefined;
              if (!late) return [];
              return [
                assetsTooLate.at({ file, line: upload?.command.line ?? line }, { job: job.id }),
              ];
            }),
          ),
        ),
      ),
  );

/** Whether the workflow makes a draft: what comes before it is published is in time. */
function isDrafted(workflow: Workflow): boolean {
  const steps = workflow.jobs.flatMap((job) => runsOf(workflow, job).flatMap((run) => run.steps));
  return steps.some(
    (step) =>
      (/release/i.test(step.step.uses?.action ?? '') && step.input('draft') === 'true') ||
      step.commands.some(
        ({ name, arguments: words }) =>
          name === 'gh' &&
          words[1]?.text === 'create' &&
          words.some(({ text }) => text === '--draft' || text === '-d'),
      ),
  );
}
