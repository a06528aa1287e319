import { defineFinding } from '../finding.ts';

export const portInUse = defineFinding<{ port: number }>('SLW501', {
  title: 'a port is in use',
  severity: 'error',
  message: ({ port }) => `the rehearsal cannot listen on port ${port}: another program does`,
  why: 'The loopback registries need a port of their own.',
  remedy: ({ port }) => `Stop the other program, or leave --port ${port} out: a free one is found.`,
  example: { port: 4873 },
});

export const noTag = defineFinding<{ destination: string; expected: string }>('SLW502', {
  title: 'HEAD carries no tag for this version',
  severity: 'error',
  message: ({ destination, expected }) =>
    `${destination} publishes tagged commits, but HEAD has no tag ${expected}`,
  why: 'The tag is what ties the published files to their source.',
  remedy: ({ expected }) =>
    `Tag the commit: \`git tag ${expected} && git push origin ${expected}\`.`,
  example: { destination: 'production', expected: 'v0.3.1' },
});

export const dirtyTree = defineFinding<{ destination: string; files: string }>('SLW503', {
  title: 'the working tree has uncommitted changes',
  severity: 'error',
  message: ({ destination, files }) =>
    `${destination} publishes what is committed, but these files are not: ${files}`,
  why: 'Nobody could rebuild what would be published.',
  remedy: () => 'Commit or stash the changes; then tag and try again.',
  example: { destination: 'production', files: 'Cargo.lock' },
});

export const rehearsalBusy = defineFinding<{
  what: string;
  pid: number;
  /** Where it answers. */
  address: string;
}>('SLW504', {
  title: 'another release or rehearsal is running in this folder',
  severity: 'error',
  message: ({ what, pid, address }) =>
    `${what} is running here: process ${pid}, which answers at ${address}`,
  why: 'Two at once in one folder would change each other’s registries, files and reports. The other one goes on unharmed.',
  remedy: ({ pid }) =>
    `Wait until it is done, or stop process ${pid}; or release from another clone.`,
  example: { what: 'a rehearsal', pid: 4711, address: 'http://127.0.0.1:43349/_rehearsal' },
});

export const rehearsalGone = defineFinding<{ detail: string }>('SLW505', {
  title: 'the loopback registries are not there',
  severity: 'error',
  message: ({ detail }) => `the rehearsal's registries do not answer: ${detail}`,
  why: 'This step publishes to them.',
  remedy: () => 'Start the whole release: `npx nx run release:publish --continue`.',
  example: { detail: 'nobody announced them' },
});

export const stageFailed = defineFinding<{ target: string }>('SLW506', {
  title: 'an earlier stage did not leave its result',
  severity: 'error',
  message: ({ target }) => `${target} left no result to go on from`,
  why: 'Each stage goes on from what the one before it checked.',
  remedy: ({ target }) => `Run \`npx nx run ${target}\` and see what it says.`,
  example: { target: 'tide:build' },
});

export const cachedRelease = defineFinding<{ destination: string; variable: string }>('SLW507', {
  title: 'a release could be made of what a remote cache holds',
  severity: 'error',
  message: ({ destination, variable }) =>
    `${variable} gives this release to ${destination} a remote cache to take its builds from`,
  why: 'Nothing proves who left there what it holds; what other jobs of this run built is proved against their records.',
  remedy: ({ variable }) =>
    `Do without ${variable} here, or set NX_SKIP_REMOTE_CACHE=true. Let jobs build, upload dist/, and publish with SLIPWAY_ARTIFACTS, as the workflow of \`nx g @slipway/nx:ci\` does; they may read a cache that only protected branches write to.`,
  example: { destination: 'production', variable: 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER' },
});

export const faultUnknown = defineFinding<{ detail: string }>('SLW508', {
  title: 'a fault that there is not',
  severity: 'error',
  message: ({ detail }) => detail,
  why: 'A rehearsal that is to go wrong must go wrong as it was meant to.',
  remedy: () =>
    'Write it as WHAT@METHOD PATH NTH, as the guide has it: docs/guides/rehearsal.md, “Faults”.',
  example: { detail: 'the fault "flood@PUT /x" is not understood: there is no flood.' },
});

export const faultElsewhere = defineFinding<{ destination: string }>('SLW509', {
  title: 'faults are for rehearsals',
  severity: 'error',
  message: ({ destination }) => `--fault was given to a release to ${destination}`,
  why: 'Only loopback registries can be made to fail.',
  remedy: () => 'Leave --fault out, or rehearse: `npx nx run release:publish --fault …`.',
  example: { destination: 'production' },
});

export const rehearsalLent = defineFinding<{ address: string }>('SLW515', {
  title: 'rehearsed over a lent rehearsal: nothing was published',
  severity: 'warning',
  message: ({ address }) =>
    `rehearsed over ${address}, a rehearsal that SLIPWAY_REHEARSAL lends: nothing was published`,
  why: 'It stands for crates.io, PyPI and GitHub: they have got nothing, and what is said of them here is said of the rehearsal.',
  remedy: () =>
    'To release, unset SLIPWAY_REHEARSAL; Nx reads it from `.env` files as well, such as `.env` and `.env.local`.',
  example: { address: 'http://127.0.0.1:43349/_rehearsal' },
});

export const lentInActions = defineFinding<{ address: string }>('SLW516', {
  title: 'a rehearsal is lent to a job of GitHub Actions',
  severity: 'error',
  message: ({ address }) =>
    `SLIPWAY_REHEARSAL lends ${address} to a job of GitHub Actions in the place of the public registries`,
  why: 'The job would end well, and nothing would be published.',
  remedy: () =>
    'Take SLIPWAY_REHEARSAL out of the workflow, its variables and secrets, and out of every `.env` file. A workflow that is tried on this machine may have it: act sets ACT=true.',
  example: { address: 'http://127.0.0.1:43349/_rehearsal' },
});

export const misdirected = defineFinding<{ variable: string; value: string; instead: string }>(
  'SLW517',
  {
    title: 'a variable sends a public release elsewhere',
    severity: 'error',
    message: ({ variable, value, instead }) =>
      `${variable} is ${value}: what is for ${instead} would go there`,
    why: 'It would be told as released, and would not be where its users look.',
    remedy: ({ variable }) =>
      `Unset ${variable}; Nx reads it from \`.env\` files as well. To rehearse, run \`npx nx run release:publish\`.`,
    example: {
      variable: 'GITHUB_API_URL',
      value: 'http://127.0.0.1:43349/github',
      instead: 'GitHub',
    },
  },
);

/** Who has put something in the place of a target, as far as Nx tells. */
export interface TargetSource {
  readonly kind: 'plugin' | 'file' | 'defaults' | 'unknown';
  /** The plugin, or the file. */
  readonly by: string;
}

interface ChangedTarget extends TargetSource {
  /** As Nx names them: `tide:publish-crate`. */
  readonly tasks: readonly string[];
  /** Slipway's executors for them. */
  readonly executors: readonly string[];
  readonly found: string;
}

const listed = (tasks: readonly string[]): string =>
  tasks.length > 3
    ? `${tasks.slice(0, 3).join(', ')} and ${tasks.length - 3} more`
    : tasks.join(', ');

const setBy = ({ kind, by }: TargetSource): string =>
  ({
    plugin: `the plugin ${by} sets it`,
    file: `${by} sets it`,
    defaults: `\`targetDefaults\` in ${by} set it`,
    unknown: '`nx show project` shows who sets it',
  })[kind];

const orderPlugins = ({ by }: TargetSource): string =>
  `Name @slipway/nx/plugin after ${by} in the \`plugins\` of nx.json, or keep ${by} from these projects by its \`exclude\`.`;

const shield = (executors: readonly string[]): string =>
  `Add \`${executors.map((one) => `"${one}": {}`).join(', ')}\` to \`targetDefaults\` in nx.json: what is said of an executor goes before what is said of a name.`;

export const targetTakenOver = defineFinding<ChangedTarget>('SLW520', {
  title: 'a target of the release is not Slipway’s',
  severity: 'error',
  message: ({ tasks, found, executors: _, ...source }) =>
    `${listed(tasks)} would run ${found}: ${setBy(source)}`,
  why: 'Nx runs what it finds under the name of a stage: that asks no gate, has an upload of its own, or proves nothing.',
  remedy: ({ kind, by, executors }) =>
    ({
      plugin: orderPlugins({ kind, by }),
      file: 'Give the target another name there; one that is to run as well can depend on Slipway’s, or it on that.',
      defaults: shield(executors),
      unknown: 'Give the other target another name.',
    })[kind],
  example: {
    tasks: ['tide:publish-crate', 'tide-core:publish-crate'],
    executors: ['@slipway/nx:publish-crate'],
    found: '@monodon/rust:release-publish',
    kind: 'plugin',
    by: '@monodon/rust',
  },
});

export const targetChanged = defineFinding<ChangedTarget & { property: string }>('SLW521', {
  title: 'a target of the release is not what Slipway made it',
  severity: 'error',
  message: ({ tasks, property, found, executors: _, ...source }) =>
    `\`${property}\` of ${listed(tasks)} is ${found}: ${setBy(source)}`,
  why: ({ property }) => whyChanged(property),
  remedy: ({ kind, by, executors, property }) => {
    if (kind === 'plugin') return orderPlugins({ kind, by });
    if (kind === 'defaults') return shield(executors);
    const adds = ['dependsOn', 'inputs'].includes(property);
    return adds
      ? `Remove it there. With Nx 23 or newer \`"${property}": ["...", "another"]\` adds to Slipway’s.`
      : 'Remove it there.';
  },
  example: {
    at: { file: 'nx.json', line: 12 },
    tasks: ['tide:build', 'tide-core:build'],
    executors: ['@slipway/nx:build'],
    property: 'dependsOn',
    found: '["^build"]',
    kind: 'defaults',
    by: 'nx.json',
  },
});

function whyChanged(property: string): string {
  if (property === 'dependsOn') {
    return 'It takes the place of Slipway’s dependencies: Nx would start the target before, or without, the stages that prove the release.';
  }
  if (property === 'inputs' || property.startsWith('namedInputs')) {
    return 'It takes the place of Slipway’s inputs: a result from the cache would stand for sources that have changed.';
  }
  if (property === 'cache') return 'An effect from the cache is none: nothing would be published.';
  return 'The stages work together with just these values; without a configuration a release is a rehearsal.';
}
