import { defineFinding } from '../finding.ts';

export const brokenWorkflow = defineFinding<{ file: string; detail: string }>('SLW601', {
  title: 'GitHub refuses a workflow file',
  severity: 'warning',
  message: ({ file, detail }) => `${file} is not a valid workflow: ${detail}`,
  why: 'GitHub runs no job of a file that it refuses, so this part of the release does not happen.',
  remedy: ({ file }) => `Correct ${file} at the line shown.`,
  example: {
    at: { file: '.github/workflows/release.yml', line: 12 },
    file: '.github/workflows/release.yml',
    detail: "Unexpected value 'need'",
  },
});

export const publishTwice = defineFinding<{
  tag: string;
  /** The workflows that publish, with what goes where. */
  publishers: readonly { file: string; registries: string }[];
  /** How many workflows wait for such tags, those that publish nothing included. */
  waiting: number;
}>('SLW602', {
  title: 'one tag starts several workflows that publish',
  severity: 'warning',
  message: ({ tag, publishers, waiting }) => {
    const names = publishers.map(({ file, registries }) => `${file} (${registries})`);
    return `a tag such as ${tag} starts ${waiting} release workflows, of which ${publishers.length} publish: ${names.join(', ')}`;
  },
  why: 'They run at the same time and upload the same version; whichever comes second fails, or leaves files of two builds.',
  remedy: () =>
    'Keep one workflow that publishes on this tag, and drop the tag trigger of the others.',
  example: {
    at: { file: '.github/workflows/release.yml', line: 3 },
    tag: 'v0.3.1',
    publishers: [
      { file: '.github/workflows/publish.yml', registries: 'crates.io, PyPI' },
      { file: '.github/workflows/release.yml', registries: 'PyPI' },
    ],
    waiting: 3,
  },
});

export const untrackedFileRead = defineFinding<{
  command: string;
  path: string;
  near: readonly string[];
}>('SLW603', {
  title: 'a workflow reads a file that is not in the repository',
  severity: 'warning',
  message: ({ command, path }) => `\`${command}\` reads ${path}, which is not tracked`,
  why: 'The command finds nothing, so a check that depends on it fails, or compares an empty string.',
  remedy: ({ path, near }) =>
    near.length > 0
      ? `Read ${near.join(' or ')} instead, or add ${path} to the repository.`
      : `Correct the path, or add ${path} to the repository.`,
  example: {
    at: { file: '.github/workflows/release.yml', line: 31 },
    command: 'grep "^version" pyproject.toml',
    path: 'pyproject.toml',
    near: ['python/pyproject.toml'],
  },
});

export const noSdist = defineFinding<{ registry: string }>('SLW604', {
  title: 'wheels are published without an sdist',
  severity: 'warning',
  message: ({ registry }) => `wheels go to ${registry}, but no job builds an sdist`,
  why: 'pip finds nothing to install on a platform or Python version that has no wheel.',
  remedy: () => 'Add a job that runs `maturin sdist`, and upload its file with the wheels.',
  example: { at: { file: '.github/workflows/release.yml', line: 60 }, registry: 'PyPI' },
});

export const outsideManylinux = defineFinding<{ job: string; target: string; runner: string }>(
  'SLW605',
  {
    title: 'Linux wheels are built outside a manylinux image',
    severity: 'warning',
    message: ({ job, target, runner }) =>
      `the job ${job} builds wheels for ${target} directly on ${runner}`,
    why: "The wheel needs the runner's glibc or newer, so pip does not install it on older distributions; PyPI refuses it when it is tagged `linux_…`.",
    remedy: () =>
      'Build with PyO3/maturin-action and `manylinux: auto`, in a manylinux container, or with `maturin build --zig`.',
    example: {
      at: { file: '.github/workflows/release.yml', line: 44 },
      job: 'wheels',
      target: 'x86_64-unknown-linux-gnu',
      runner: 'ubuntu-latest',
    },
  },
);

export const needsOmitsWheels = defineFinding<{ job: string; missing: readonly string[] }>(
  'SLW606',
  {
    title: 'a publishing job does not wait for a job whose files it uploads',
    severity: 'warning',
    message: ({ job, missing }) =>
      `the job ${job} uploads artifacts of ${missing.join(', ')}, but its needs leave that out`,
    why: 'It may publish before those files exist; the version is then on the registry without them.',
    remedy: ({ missing }) => `Add ${missing.join(', ')} to its \`needs\`.`,
    example: {
      at: { file: '.github/workflows/release.yml', line: 58 },
      job: 'publish',
      missing: ['musllinux'],
    },
  },
);

export const longLivedToken = defineFinding<{
  registry: string;
  how: string;
  secret: string | null;
}>('SLW607', {
  title: 'a stored token publishes where OIDC would do',
  severity: 'info',
  message: ({ registry, how, secret }) =>
    `${how} authenticates to ${registry} with ${secret === null ? 'a stored token' : `the stored token ${secret}`}`,
  why: 'A stored token works for whoever gets hold of it until somebody revokes it; an OIDC token lives for minutes.',
  remedy: ({ registry }) =>
    `Register this workflow as a trusted publisher on ${registry}, give the job \`id-token: write\`, and delete the secret.`,
  example: {
    at: { file: '.github/workflows/release.yml', line: 66 },
    registry: 'PyPI',
    how: 'twine upload',
    secret: 'PYPI_API_TOKEN',
  },
});

export const anyTagPublishes = defineFinding<{ trigger: string; registries: string }>('SLW608', {
  title: 'any tag starts a workflow that publishes',
  severity: 'warning',
  message: ({ trigger, registries }) => `${trigger} starts a release to ${registries} on any tag`,
  why: 'A tag that is no version, pushed for another reason, starts a release that cannot be taken back.',
  remedy: () => "Name the tags that release: `on: push: tags: ['v[0-9]*']`.",
  example: {
    at: { file: '.github/workflows/release.yml', line: 4 },
    trigger: "`on: push: tags: ['*']`",
    registries: 'PyPI',
  },
});
