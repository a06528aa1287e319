import { defineFinding } from '../finding.ts';

/** What a job that publishes needs in its workflow; found by `release:doctor`. */

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
  example: 'doctor/cases',
});

export const idTokenCeiling = defineFinding<PublishingJob & { caller: string }>('SLW611', {
  title: 'a called workflow asks for more than its caller has',
  severity: 'error',
  message: ({ job, caller }) =>
    `the job ${job} asks for \`id-token: write\`, but the job ${caller} that calls its workflow does not have it`,
  why: 'A called workflow cannot get more than its caller; GitHub starts no job of such a run.',
  remedy: ({ caller }) => `Add \`id-token: write\` to the \`permissions\` of the job ${caller}.`,
  example: 'doctor/cases',
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
    example: 'doctor/cases',
  },
);

export const noEnvironment = defineFinding<PublishingJob>('SLW613', {
  title: 'a job that publishes has no environment',
  severity: 'warning',
  message: ({ job, registry }) => `the job ${job} publishes to ${registry} from no environment`,
  why: 'Without one anybody who can push a workflow can publish: crates.io and PyPI look at no branch or tag.',
  remedy: () => 'Give the job `environment: release`, and name it in the trusted publishers.',
  example: 'doctor/cases',
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
    example: 'doctor/cases',
  },
);

export const foreignCall = defineFinding<{ job: string; uses: string }>('SLW619', {
  title: 'a workflow of another repository may publish',
  severity: 'warning',
  message: ({ job, uses }) => `the job ${job} hands \`id-token: write\` to ${uses}`,
  why: 'PyPI refuses every token of a workflow that lies in another repository; what it does cannot be read here.',
  remedy: () => 'Write the job that publishes into a workflow of this repository.',
  example: 'doctor/cases',
});

export const tokenHandedOn = defineFinding<{ job: string; from: string }>('SLW620', {
  title: 'a registry token of another job is used',
  severity: 'error',
  message: ({ job, from }) =>
    `the job ${job} publishes with a token that the job ${from} asked for`,
  why: 'crates-io-auth-action revokes its token when its job ends, and GitHub hands masked outputs to no other job.',
  remedy: ({ job }) => `Ask for the token in the job ${job}, right before it publishes.`,
  example: 'doctor/cases',
});

export const idTokenTooWide = defineFinding<{ jobs: readonly string[] }>('SLW621', {
  title: 'jobs that publish nothing may ask for an identity',
  severity: 'warning',
  message: ({ jobs }) => `\`id-token: write\` holds for ${jobs.join(', ')}, which publish nothing`,
  why: 'A build script or an action in such a job could exchange the identity for a token that publishes.',
  remedy: () => 'Give `id-token: write` to the job that publishes alone, and build elsewhere.',
  example: 'doctor/cases',
});

export const unpinnedAction = defineFinding<{ job: string; uses: string }>('SLW622', {
  title: 'an action in a job that publishes is not pinned',
  severity: 'info',
  message: ({ job, uses }) => `the job ${job} runs ${uses}, whose tag its owners can move`,
  why: 'Who moves the tag runs code with the identity that publishes.',
  remedy: ({ uses }) =>
    uses.startsWith('docker:')
      ? `Name the digest: ${uses}@sha256:<64 hex digits>.`
      : `Name the commit: ${uses.split('@')[0]}@<40 hex digits>  # ${uses.split('@')[1] ?? ''}.`,
  example: 'doctor/cases',
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
  example: 'doctor/cases',
});

export const silentTrigger = defineFinding<{ file: string; event: string; by: string }>('SLW624', {
  title: 'nothing starts the workflow that publishes',
  severity: 'warning',
  message: ({ file, event, by }) =>
    `${by} makes the ${event} with the job’s own token, which does not start ${file}`,
  why: 'GitHub starts no workflow for what GITHUB_TOKEN does, except `workflow_dispatch` and `repository_dispatch`.',
  remedy: () => 'Publish in the same workflow, or push the tag with the token of a GitHub App.',
  example: 'doctor/cases',
});

export const noContentsWrite = defineFinding<{ job: string }>('SLW625', {
  title: 'a job makes a GitHub release without the right to',
  severity: 'error',
  message: ({ job }) => `the job ${job} makes a GitHub release, but has no \`contents: write\``,
  why: 'GitHub answers 403 "Resource not accessible by integration".',
  remedy: () => 'Add `contents: write` to the `permissions` of the job.',
  example: 'doctor/cases',
});

export const artifactClash = defineFinding<{ job: string; name: string }>('SLW626', {
  title: 'runs of one job leave artifacts of one name',
  severity: 'error',
  message: ({ job, name }) => `every run of ${job} in its matrix uploads the artifact ${name}`,
  why: 'actions/upload-artifact refuses the second since version 4: 409, an artifact with this name already exists.',
  remedy: () => 'Put the matrix into the name, and download with `pattern` and `merge-multiple`.',
  example: 'doctor/cases',
});

export const dockerOffLinux = defineFinding<{ job: string; action: string; runner: string }>(
  'SLW627',
  {
    title: 'an action that runs on Linux alone',
    severity: 'error',
    message: ({ job, action, runner }) => `the job ${job} runs ${action} on ${runner}`,
    why: 'It is a container: "This action is only able to run under GNU/Linux environments".',
    remedy: () => 'Publish from a job on ubuntu-latest.',
    example: 'doctor/cases',
  },
);

export const actionTwice = defineFinding<{ job: string; action: string }>('SLW628', {
  title: 'an action that attests twice in one job',
  severity: 'error',
  message: ({ job, action }) => `the job ${job} runs ${action} twice`,
  why: 'The second run finds the attestations that the first has written beside the files, and fails.',
  remedy: () => 'Use two jobs, or `attestations: false` in the first.',
  example: 'doctor/cases',
});

export const attestationWithToken = defineFinding<{ job: string }>('SLW629', {
  title: 'attestations with a stored token',
  severity: 'error',
  message: ({ job }) =>
    `the job ${job} uploads attestations, and authenticates with a stored token`,
  why: 'PyPI answers "Attestations are only supported when using Trusted Publishing".',
  remedy: () => 'Publish by OIDC, or set `attestations: false`.',
  example: 'doctor/cases',
});

export const forkIdentity = defineFinding<PublishingJob>('SLW640', {
  title: 'a pull request would publish',
  severity: 'error',
  message: ({ job, registry }) =>
    `pull_request starts the job ${job}, which publishes to ${registry}`,
  why: 'A pull request from a fork gets no identity, and one from a branch publishes what nobody has reviewed.',
  remedy: () => 'Publish on a pushed tag, on a published release or on `workflow_dispatch`.',
  example: 'doctor/cases',
});

export const nothingPublishes = defineFinding<Record<never, never>>('SLW641', {
  title: 'no workflow publishes',
  severity: 'info',
  message: () => 'no workflow of this repository publishes',
  why: 'There is nothing to compare with publishers and environments.',
  remedy: () => 'Add a job that runs `npx nx run release:publish:production`.',
  example: {},
});

export const sharedCache = defineFinding<{ secret: string; file: string; other: string }>(
  'SLW646',
  {
    title: 'a release reads the remote cache to which pull requests write',
    severity: 'error',
    message: ({ secret, file, other }) =>
      `${file} reads Nx's remote cache with the secret ${secret}, and so does ${other}, which pull requests start`,
    why: 'Whoever opens a pull request from a branch of the repository can leave wheels there that the release takes for its own.',
    remedy: ({ secret, other }) =>
      `Give ${other} a token that may only read, under another secret than ${secret}; keep the one that writes for the default branch and the release.`,
    example: 'doctor/cases',
  },
);

export const cacheWherePublished = defineFinding<{ name: string; job: string }>('SLW647', {
  title: 'a job that publishes can reach a remote cache',
  severity: 'warning',
  message: ({ name, job }) => `the job ${job}, which publishes, gets ${name}`,
  why: 'It takes its files from the jobs before it, proved against their records; what a cache holds is not part of that proof.',
  remedy: ({ name }) => `Set ${name} in the jobs that build alone.`,
  example: 'doctor/cases',
});
