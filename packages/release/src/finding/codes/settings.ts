import { defineFinding } from '../finding.ts';

/** What a release needs of GitHub's settings and of the registries'; found by `release:doctor`. */

export const environmentUnknown = defineFinding<{
  environment: string;
  job: string;
  known: readonly string[];
}>('SLW614', {
  title: 'the environment of a job does not exist',
  severity: 'error',
  message: ({ environment, job }) =>
    `the job ${job} names the environment ${environment}, which is not there`,
  why: 'GitHub would make it at the first run, without reviewers and without rules.',
  remedy: ({ environment, known }) =>
    known.length > 0
      ? `Name one of ${known.join(', ')}; or make ${environment}: \`npx nx run release:setup\`.`
      : `Make it: \`npx nx run release:setup\`, or Settings → Environments → New environment.`,
  example: 'doctor/cases',
});

export const refNotLetIn = defineFinding<{
  environment: string;
  ref: string;
  event: string;
  text: string;
  type: 'branch' | 'tag';
}>('SLW615', {
  title: 'the environment does not let the release in',
  severity: 'error',
  message: ({ environment, ref, event, text }) =>
    `a run of ${event} on ${ref} cannot deploy to ${environment}: ${text}`,
  why: 'The rules of an environment look at the very ref that starts the run; a rule for branches lets no tag in.',
  remedy: ({ environment, type, ref }) =>
    `Settings → Environments → ${environment} → Deployment branches and tags: add a ${type} rule that matches ${ref.replace(/^refs\/(tags|heads)\//, '')}${type === 'tag' ? ', such as `v*`' : ''}.`,
  example: 'doctor/cases',
});

export const environmentUnprotected = defineFinding<{ environment: string }>('SLW616', {
  title: 'the environment protects nothing',
  severity: 'warning',
  message: ({ environment }) =>
    `${environment} has neither reviewers nor rules for branches and tags`,
  why: 'Any branch with a changed workflow could publish through it.',
  remedy: ({ environment }) =>
    `Run \`npx nx run release:setup\`, or add a rule at Settings → Environments → ${environment}.`,
  example: 'doctor/cases',
});

/** With quotes where a space at an end would not be seen. */
const shown = (value: string): string => (value === value.trim() ? value : JSON.stringify(value));

export const publisherDiffers = defineFinding<{
  registry: string;
  name: string;
  /** Every field that differs, that of which the registry complains first; nothing is expected without a publisher. */
  differences: readonly { field: string; expected: readonly string[]; got: string }[];
  /** What the registry says. */
  text: string;
}>('SLW617', {
  title: 'no trusted publisher matches the workflow',
  severity: 'error',
  message: ({ registry, name, differences }) => {
    const sides = differences.map(
      ({ field, expected, got }) =>
        `the ${field} ${expected.map(shown).join(' or ') || '(none)'}, the run ${got}`,
    );
    return `${registry} would give no token for ${name}: its publisher has ${sides.join('; it has ')}`;
  },
  why: ({ registry, text }) => `${registry} answers "${text}"`,
  remedy: ({ registry, name, differences }) => {
    if (differences.every(({ expected }) => expected.length === 0)) {
      return `Register this workflow as a trusted publisher of ${name} at ${registry}: \`npx nx run release:setup\`.`;
    }
    const list = (side: (of: (typeof differences)[0]) => string | undefined): string =>
      differences.map((one) => `${one.field} ${side(one) ?? ''}`).join(' and ');
    return `Register ${list(({ got }) => got)} in the publisher of ${name} at ${registry}, or change the workflow to have ${list(({ expected }) => expected[0])}.`;
  },
  example: 'doctor/cases',
});

export const checkNotProduced = defineFinding<{
  check: string;
  branch: string;
  near: readonly string[];
}>('SLW630', {
  title: 'a required check that no workflow produces',
  severity: 'error',
  message: ({ check, branch }) =>
    `${branch} requires the check "${check}", and no job is called so`,
  why: 'Pull requests wait for it for ever: "Expected — Waiting for status to be reported".',
  remedy: ({ near }) =>
    near.length > 0
      ? `Require ${near.map((name) => `"${name}"`).join(' or ')} instead, or rename the job.`
      : 'Take it out of the rule, or add the job; where another app reports it, name that app in the rule.',
  example: 'doctor/cases',
});

export const branchUnprotected = defineFinding<{ branch: string; lacks: readonly string[] }>(
  'SLW631',
  {
    title: 'the branch that is released is not protected',
    severity: 'warning',
    message: ({ branch, lacks }) => `${branch} has no ${lacks.join(', no ')}`,
    why: 'What is on this branch is published.',
    remedy: () => 'Run `npx nx run release:setup`, or Settings → Rules → Rulesets.',
    example: 'doctor/cases',
  },
);

export const tagRestricted = defineFinding<{ tag: string; ruleset: string }>('SLW632', {
  title: 'a ruleset keeps the tag from being made',
  severity: 'warning',
  message: ({ tag, ruleset }) => `the ruleset ${ruleset} lets nobody make ${tag}`,
  why: 'Whoever pushes it gets "Cannot create ref due to creations being restricted".',
  remedy: ({ ruleset }) => `Add who releases to the bypass list of ${ruleset}.`,
  example: 'doctor/cases',
});

export const assetsTooLate = defineFinding<{ job: string }>('SLW633', {
  title: 'a release cannot be changed once it is published',
  severity: 'error',
  message: ({ job }) =>
    `the job ${job} adds files to a published release, and releases are immutable here`,
  why: 'GitHub answers "Cannot upload assets to an immutable release".',
  remedy: () =>
    'Make the release a draft, upload, then publish it; or let `release:publish` do so.',
  example: 'doctor/cases',
});

export const secretLeft = defineFinding<{ secret: string; place: string }>('SLW634', {
  title: 'a stored token that is not needed any more',
  severity: 'warning',
  message: ({ secret, place }) => `${place} has the secret ${secret}`,
  why: 'It works for whoever gets hold of it, until somebody revokes it.',
  remedy: ({ secret }) => `Revoke the token at its registry, then \`gh secret delete ${secret}\`.`,
  example: 'doctor/cases',
});

export const crateNotThere = defineFinding<{ name: string }>('SLW635', {
  title: 'a crate that crates.io does not have yet',
  severity: 'error',
  message: ({ name }) => `crates.io has no crate ${name}, and a trusted publisher cannot make one`,
  why: 'crates.io answers "Trusted Publishing tokens do not support creating new crates. Publish the crate manually, first".',
  remedy: ({ name }) =>
    `Publish it once with a token of your own, which is asked for and kept nowhere: \`npx nx run release:setup --first ${name}\`.`,
  example: 'doctor/cases',
});

export const projectNotThere = defineFinding<{ name: string }>('SLW636', {
  title: 'a project that PyPI does not have yet',
  severity: 'warning',
  message: ({ name }) => `PyPI has no project ${name}`,
  why: 'Without a pending publisher of just this name PyPI answers "Non-user identities cannot create new projects".',
  remedy: ({ name }) =>
    `Add a pending publisher for ${name}: \`npx nx run release:setup\` shows the values.`,
  example: 'doctor/cases',
});

export const trustedOnly = defineFinding<{ name: string; job: string }>('SLW637', {
  title: 'a crate takes trusted publishing alone',
  severity: 'error',
  message: ({ name, job }) =>
    `the job ${job} publishes ${name} with a stored token, and the crate takes none`,
  why: 'crates.io answers "New versions of this crate can only be published using Trusted Publishing".',
  remedy: () => 'Exchange the OIDC identity for a token, as `release:publish` does.',
  example: 'doctor/cases',
});

export const nameCase = defineFinding<{ written: string; canonical: string }>('SLW638', {
  title: 'the repository is spelled otherwise at GitHub',
  severity: 'warning',
  message: ({ written, canonical }) => `the remote says ${written}, GitHub ${canonical}`,
  why: 'PyPI compares the name letter by letter with GitHub’s, and a renamed repository is another one.',
  remedy: ({ canonical }) =>
    `Register ${canonical} as publisher, and \`git remote set-url origin https://github.com/${canonical}.git\`.`,
  example: 'doctor/cases',
});

export const releaseTooOld = defineFinding<{ name: string; version: string; days: number }>(
  'SLW639',
  {
    title: 'a version that PyPI has closed',
    severity: 'error',
    message: ({ name, version, days }) => `${name} ${version} is ${days} days old at PyPI`,
    why: 'PyPI answers "Uploading new files to releases older than 14 days is not allowed".',
    remedy: () => 'Release a new version.',
    example: 'doctor/cases',
  },
);

export const setupRefused = defineFinding<{
  title: string;
  to: string;
  /** 0 where nobody answered; null where the detail tells it. */
  status: number | null;
  detail: string;
  needs: string;
}>('SLW642', {
  title: 'a step of the set-up was refused',
  severity: 'error',
  message: ({ title, to, status, detail }) => {
    const answer = status === null ? '' : ` (${status === 0 ? 'no answer' : status})`;
    return `${to} did not ${title}${answer}: ${detail || 'no reason given'}`;
  },
  why: 'What was done before it stays; the other steps there were not begun.',
  remedy: ({ needs, detail }) =>
    /upgrade|billing plan/i.test(detail)
      ? 'The plan of the account has no such rules for private repositories: make the repository public, or change the plan; then run it again.'
      : `See that the token has ${needs}, and that you administer the repository; then run it again: what is done is not done twice.`,
  example: {
    title: 'make the environment release',
    to: 'GitHub',
    status: 403,
    detail: 'Resource not accessible by personal access token',
    needs: 'Administration: write',
  },
});

export const setupTokenMissing = defineFinding<{ to: string; needs: string; title: string }>(
  'SLW643',
  {
    title: 'a token is needed to set up',
    severity: 'error',
    message: ({ to, title }) => `${to} needs a token to ${title}`,
    why: 'Settings are changed in somebody’s name. The token is used now, and kept nowhere.',
    remedy: ({ to, needs }) =>
      to === 'GitHub'
        ? `Set GH_TOKEN to a token with ${needs}, for instance \`GH_TOKEN=$(gh auth token)\`.`
        : `Set CRATES_IO_TOKEN to a token with ${needs}, made at crates.io → Account Settings → API Tokens.`,
    example: {
      to: 'GitHub',
      needs: 'Administration: write',
      title: 'make the environment release',
    },
  },
);

export const setupIncomplete = defineFinding<{ steps: readonly string[] }>('SLW644', {
  title: 'the set-up is not complete',
  severity: 'error',
  message: ({ steps }) => `${steps.length} steps are left: ${steps.join('; ')}`,
  why: 'The release would be refused, or go out without the protection that was asked for.',
  remedy: () => 'Run `npx nx run release:setup`.',
  example: { steps: ['let the tag v* deploy to release'] },
});

export const setupUnplaced = defineFinding<Record<never, never>>('SLW645', {
  title: 'no repository to set up',
  severity: 'error',
  message: () => 'the remote `origin` is no repository at GitHub',
  why: 'Environments, rules and publishers belong to a repository there.',
  remedy: () => 'Add it: `git remote add origin https://github.com/OWNER/NAME.git`.',
  example: {},
});
