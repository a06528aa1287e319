import { defineFinding } from '../finding.ts';

/** What a publishing job needs in its workflow, at GitHub and at the registries; found by `release:doctor`. */

interface PublishingJob {
  readonly job: string;
  readonly registry: string;
}

export const noIdToken = defineFinding<PublishingJob>('SLW610', {
  title: 'a job that publishes may not ask for an identity',
  severity: 'error',
  message: ({ job, registry }) =>
    `the job ${job} publishes to ${registry} by OIDC, but has no \`id-token: write\``,
  why: 'GitHub sets ACTIONS_ID_TOKEN_REQUEST_URL only where it is permitted; `permissions` of a job replace those of the workflow.',
  remedy: () => 'Add `id-token: write` to the `permissions` of the job.',
});

export const idTokenCeiling = defineFinding<PublishingJob & { caller: string }>('SLW611', {
  title: 'a called workflow asks for more than its caller has',
  severity: 'error',
  message: ({ job, caller }) =>
    `the job ${job} asks for \`id-token: write\`, but the job ${caller} that calls its workflow does not have it`,
  why: 'A called workflow cannot get more than its caller; GitHub starts no job of such a run.',
  remedy: ({ caller }) => `Add \`id-token: write\` to the \`permissions\` of the job ${caller}.`,
});

export const forbiddenEvent = defineFinding<PublishingJob & { event: string; text: string }>(
  'SLW612',
  {
    title: 'an event from which registries take no publishing',
    severity: 'error',
    message: ({ job, registry, event }) =>
      `${event} starts the job ${job}, and ${registry} gives its runs no token`,
    why: 'Such runs may hold code of strangers with the rights of the repository.',
    remedy: () => 'Publish on a pushed tag, on a published release or on `workflow_dispatch`.',
  },
);

export const noEnvironment = defineFinding<PublishingJob>('SLW613', {
  title: 'a job that publishes has no environment',
  severity: 'warning',
  message: ({ job, registry }) => `the job ${job} publishes to ${registry} from no environment`,
  why: 'Without one anybody who can push a workflow can publish: crates.io and PyPI look at no branch or tag.',
  remedy: () => 'Give the job `environment: release`, and name it in the trusted publishers.',
});

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
});

export const environmentUnprotected = defineFinding<{ environment: string }>('SLW616', {
  title: 'the environment protects nothing',
  severity: 'warning',
  message: ({ environment }) =>
    `${environment} has neither reviewers nor rules for branches and tags`,
  why: 'Any branch with a changed workflow could publish through it.',
  remedy: ({ environment }) =>
    `Run \`npx nx run release:setup\`, or add a rule at Settings → Environments → ${environment}.`,
});

export const publisherDiffers = defineFinding<{
  registry: string;
  name: string;
  field: string;
  expected: readonly string[];
  got: string;
  text: string;
}>('SLW617', {
  title: 'no trusted publisher matches the workflow',
  severity: 'error',
  message: ({ registry, name, field, expected, got }) =>
    `${registry} would give no token for ${name}: its publisher has the ${field} ${expected.join(' or ') || '(none)'}, the run ${got}`,
  why: 'Registries compare repository, owner, workflow file and environment with what the token says.',
  remedy: ({ registry, name, field, expected, got }) =>
    expected.length === 0
      ? `Register this workflow as a trusted publisher of ${name} at ${registry}: \`npx nx run release:setup\`.`
      : `Set the ${field} of the publisher of ${name} at ${registry} to ${got}, or that of the workflow to ${expected[0]}.`,
});

export const calledPublish = defineFinding<PublishingJob & { written: string; started: string }>(
  'SLW618',
  {
    title: 'a called workflow publishes',
    severity: 'warning',
    message: ({ job, registry, written, started }) =>
      `the job ${job} in ${written} publishes to ${registry}, called from ${started}`,
    why: 'crates.io compares the calling file, PyPI the called one, and PyPI’s check of attestations the calling one again.',
    remedy: ({ started }) =>
      `Write the job that publishes into ${started} itself, and register that file.`,
  },
);

export const foreignCall = defineFinding<{ job: string; uses: string }>('SLW619', {
  title: 'a workflow of another repository may publish',
  severity: 'warning',
  message: ({ job, uses }) => `the job ${job} hands \`id-token: write\` to ${uses}`,
  why: 'PyPI refuses every token of a workflow that lies in another repository; what it does cannot be read here.',
  remedy: () => 'Write the job that publishes into a workflow of this repository.',
});

export const tokenHandedOn = defineFinding<{ job: string; from: string }>('SLW620', {
  title: 'a registry token of another job is used',
  severity: 'error',
  message: ({ job, from }) =>
    `the job ${job} publishes with a token that the job ${from} asked for`,
  why: 'crates-io-auth-action revokes its token when its job ends, and GitHub hands masked outputs to no other job.',
  remedy: ({ job }) => `Ask for the token in the job ${job}, right before it publishes.`,
});

export const idTokenTooWide = defineFinding<{ jobs: readonly string[] }>('SLW621', {
  title: 'jobs that publish nothing may ask for an identity',
  severity: 'warning',
  message: ({ jobs }) => `\`id-token: write\` holds for ${jobs.join(', ')}, which publish nothing`,
  why: 'A build script or an action in such a job could exchange the identity for a token that publishes.',
  remedy: () => 'Give `id-token: write` to the job that publishes alone, and build elsewhere.',
});

export const unpinnedAction = defineFinding<{ job: string; uses: string }>('SLW622', {
  title: 'an action in a job that publishes is not pinned',
  severity: 'info',
  message: ({ job, uses }) => `the job ${job} runs ${uses}, whose tag its owners can move`,
  why: 'Who moves the tag runs code with the identity that publishes.',
  remedy: ({ uses }) =>
    `Name the commit: ${uses.split('@')[0]}@<40 hex digits>  # ${uses.split('@')[1] ?? ''}.`,
});

export const noConcurrency = defineFinding<{ file: string; cancels: boolean }>('SLW623', {
  title: 'two releases could run at once, or one be cancelled half-way',
  severity: 'info',
  message: ({ file, cancels }) =>
    cancels
      ? `${file} cancels a release that is under way`
      : `nothing keeps two runs of ${file} from publishing at once`,
  why: 'What the first has uploaded stays; the second finds it there with other bytes.',
  remedy: () => 'Add `concurrency: { group: release, cancel-in-progress: false }`.',
});

export const silentTrigger = defineFinding<{ file: string; event: string; by: string }>('SLW624', {
  title: 'nothing starts the workflow that publishes',
  severity: 'warning',
  message: ({ file, event, by }) =>
    `${by} makes the ${event} with the job’s own token, which does not start ${file}`,
  why: 'GitHub starts no workflow for what GITHUB_TOKEN does, except `workflow_dispatch` and `repository_dispatch`.',
  remedy: () => 'Publish in the same workflow, or push the tag with the token of a GitHub App.',
});

export const noContentsWrite = defineFinding<{ job: string }>('SLW625', {
  title: 'a job makes a GitHub release without the right to',
  severity: 'error',
  message: ({ job }) => `the job ${job} makes a GitHub release, but has no \`contents: write\``,
  why: 'GitHub answers 403 "Resource not accessible by integration".',
  remedy: () => 'Add `contents: write` to the `permissions` of the job.',
});

export const artifactClash = defineFinding<{ job: string; name: string }>('SLW626', {
  title: 'runs of one job leave artifacts of one name',
  severity: 'error',
  message: ({ job, name }) => `every run of ${job} in its matrix uploads the artifact ${name}`,
  why: 'actions/upload-artifact refuses the second since version 4: 409, an artifact with this name already exists.',
  remedy: () => 'Put the matrix into the name, and download with `pattern` and `merge-multiple`.',
});

export const dockerOffLinux = defineFinding<{ job: string; action: string; runner: string }>(
  'SLW627',
  {
    title: 'an action that runs on Linux alone',
    severity: 'error',
    message: ({ job, action, runner }) => `the job ${job} runs ${action} on ${runner}`,
    why: 'It is a container: "This action is only able to run under GNU/Linux environments".',
    remedy: () => 'Publish from a job on ubuntu-latest.',
  },
);

export const actionTwice = defineFinding<{ job: string; action: string }>('SLW628', {
  title: 'an action that attests twice in one job',
  severity: 'error',
  message: ({ job, action }) => `the job ${job} runs ${action} twice`,
  why: 'The second run finds the attestations that the first has written beside the files, and fails.',
  remedy: () => 'Use two jobs, or `attestations: false` in the first.',
});

export const attestationWithToken = defineFinding<{ job: string }>('SLW629', {
  title: 'attestations with a stored token',
  severity: 'error',
  message: ({ job }) =>
    `the job ${job} uploads attestations, and authenticates with a stored token`,
  why: 'PyPI answers "Attestations are only supported when using Trusted Publishing".',
  remedy: () => 'Publish by OIDC, or set `attestations: false`.',
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
      : 'Take it out of the rule, or add the job.',
});

export const branchUnprotected = defineFinding<{ branch: string; lacks: readonly string[] }>(
  'SLW631',
  {
    title: 'the branch that is released is not protected',
    severity: 'warning',
    message: ({ branch, lacks }) => `${branch} has no ${lacks.join(', no ')}`,
    why: 'What is on this branch is published.',
    remedy: () => 'Run `npx nx run release:setup`, or Settings → Rules → Rulesets.',
  },
);

export const tagRestricted = defineFinding<{ tag: string; ruleset: string }>('SLW632', {
  title: 'a ruleset keeps the tag from being made',
  severity: 'warning',
  message: ({ tag, ruleset }) => `the ruleset ${ruleset} restricts who makes ${tag}`,
  why: 'Who may not pass it gets "Cannot create ref due to creations being restricted".',
  remedy: ({ ruleset }) => `Add who releases to the bypass list of ${ruleset}.`,
});

export const assetsTooLate = defineFinding<{ job: string }>('SLW633', {
  title: 'a release cannot be changed once it is published',
  severity: 'error',
  message: ({ job }) =>
    `the job ${job} adds files to a published release, and releases are immutable here`,
  why: 'GitHub answers "Cannot upload assets to an immutable release".',
  remedy: () =>
    'Make the release a draft, upload, then publish it; or let `release:publish` do so.',
});

export const secretLeft = defineFinding<{ secret: string; place: string }>('SLW634', {
  title: 'a stored token that is not needed any more',
  severity: 'warning',
  message: ({ secret, place }) => `${place} has the secret ${secret}`,
  why: 'It works for whoever gets hold of it, until somebody revokes it.',
  remedy: ({ secret }) => `Revoke the token at its registry, then \`gh secret delete ${secret}\`.`,
});

export const crateNotThere = defineFinding<{ name: string }>('SLW635', {
  title: 'a crate that crates.io does not have yet',
  severity: 'error',
  message: ({ name }) => `crates.io has no crate ${name}, and a trusted publisher cannot make one`,
  why: 'crates.io answers "Trusted Publishing tokens do not support creating new crates. Publish the crate manually, first".',
  remedy: ({ name }) =>
    `Publish it once with a token of your own: \`npx nx run release:setup --first ${name}\`.`,
});

export const projectNotThere = defineFinding<{ name: string }>('SLW636', {
  title: 'a project that PyPI does not have yet',
  severity: 'warning',
  message: ({ name }) => `PyPI has no project ${name}`,
  why: 'Without a pending publisher of just this name PyPI answers "Non-user identities cannot create new projects".',
  remedy: ({ name }) =>
    `Add a pending publisher for ${name}: \`npx nx run release:setup\` shows the values.`,
});

export const trustedOnly = defineFinding<{ name: string; job: string }>('SLW637', {
  title: 'a crate takes trusted publishing alone',
  severity: 'error',
  message: ({ name, job }) =>
    `the job ${job} publishes ${name} with a stored token, and the crate takes none`,
  why: 'crates.io answers "New versions of this crate can only be published using Trusted Publishing".',
  remedy: () => 'Exchange the OIDC identity for a token, as `release:publish` does.',
});

export const nameCase = defineFinding<{ written: string; canonical: string }>('SLW638', {
  title: 'the repository is spelled otherwise at GitHub',
  severity: 'warning',
  message: ({ written, canonical }) => `the remote says ${written}, GitHub ${canonical}`,
  why: 'PyPI compares the name letter by letter with GitHub’s, and a renamed repository is another one.',
  remedy: ({ canonical }) =>
    `Register ${canonical} as publisher, and \`git remote set-url origin https://github.com/${canonical}.git\`.`,
});

export const releaseTooOld = defineFinding<{ name: string; version: string; days: number }>(
  'SLW639',
  {
    title: 'a version that PyPI has closed',
    severity: 'error',
    message: ({ name, version, days }) => `${name} ${version} is ${days} days old at PyPI`,
    why: 'PyPI answers "Uploading new files to releases older than 14 days is not allowed".',
    remedy: () => 'Release a new version.',
  },
);

export const forkIdentity = defineFinding<PublishingJob>('SLW640', {
  title: 'a pull request would publish',
  severity: 'error',
  message: ({ job, registry }) =>
    `pull_request starts the job ${job}, which publishes to ${registry}`,
  why: 'A pull request from a fork gets no identity, and one from a branch publishes what nobody has reviewed.',
  remedy: () => 'Publish on a pushed tag, on a published release or on `workflow_dispatch`.',
});

export const nothingPublishes = defineFinding<Record<never, never>>('SLW641', {
  title: 'no workflow publishes',
  severity: 'info',
  message: () => 'no workflow of this repository publishes',
  why: 'There is nothing to compare with publishers and environments.',
  remedy: () => 'Add a job that runs `npx nx run release:publish:production`.',
});
