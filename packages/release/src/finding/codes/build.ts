import { defineFinding } from '../finding.ts';

export const testsFailed = defineFinding<{ name: string; command: string; detail: string }>(
  'SLW201',
  {
    title: 'tests fail',
    severity: 'error',
    message: ({ name, command, detail }) => `the tests of ${name} fail (${command}): ${detail}`,
    why: 'What is published can never be taken back, so nothing is published that fails its tests.',
    remedy: ({ command }) => `Run \`${command}\` and mend what it shows.`,
  },
);

export const packagingFailed = defineFinding<{ name: string; command: string; detail: string }>(
  'SLW202',
  {
    title: 'a package cannot be built',
    severity: 'error',
    message: ({ name, command, detail }) => `${name} cannot be packaged (${command}): ${detail}`,
    why: 'Users would meet the same failure after the release.',
    remedy: ({ command }) => `Run \`${command}\` and mend what it shows.`,
  },
);

export const importFails = defineFinding<{ name: string; module: string; detail: string }>(
  'SLW203',
  {
    title: 'an installed package cannot be imported',
    severity: 'error',
    message: ({ name, module, detail }) =>
      `${name} installs into a clean environment, but \`import ${module}\` fails: ${detail}`,
    why: 'Every user would meet the same error.',
    remedy: ({ module }) =>
      `Compare ${module} with tool.maturin.module-name and the name of the #[pymodule].`,
  },
);

export const artifactMissing = defineFinding<{ file: string; target: string }>('SLW204', {
  title: 'an artifact that ought to exist is missing',
  severity: 'error',
  message: ({ file }) => `${file} is not there`,
  why: 'A release without it would be half a release.',
  remedy: ({ target }) =>
    `Build it: \`npx nx run ${target}\`, or fetch it from the job that built it.`,
});

export const artifactChanged = defineFinding<{ file: string; built: string; now: string }>(
  'SLW205',
  {
    title: 'an artifact is not what was built and checked',
    severity: 'error',
    message: ({ file, built, now }) =>
      `${file} had SHA-256 ${built} when it was checked, and has ${now} now`,
    why: 'The bytes that were tested must be the bytes that are uploaded.',
    remedy: () =>
      'Nothing may touch the artifacts between build and upload: build again with `npx nx reset` and start over.',
  },
);

export const noTests = defineFinding<{ name: string }>('SLW206', {
  title: 'a Python package has no tests',
  severity: 'info',
  message: ({ name }) => `no pytest tests were found for ${name}`,
  why: 'Only the import is checked.',
  remedy: () => 'Put tests into tests/ beside its pyproject.toml, or name them in testpaths.',
});

export const untrackedFiles = defineFinding<{ name: string; files: string }>('SLW207', {
  title: 'files that git does not know would be packaged',
  severity: 'warning',
  message: ({ name, files }) => `cargo would put untracked files into ${name}: ${files}`,
  why: 'A release from a clean checkout has other content than this rehearsal.',
  remedy: () => 'Add them to git, or to .gitignore.',
});

export const platformNotHere = defineFinding<{ target: string; host: string }>('SLW208', {
  title: 'this machine cannot build for a platform',
  severity: 'error',
  message: ({ target, host }) => `wheels for ${target} cannot be built on ${host}`,
  why: 'They are built on another machine of the matrix, and their files are brought here.',
  remedy: () => 'Run this target where `release:matrix` sends it.',
});

export const toolInstallFailed = defineFinding<{ tools: string; detail: string }>('SLW209', {
  title: 'the Python tools cannot be installed',
  severity: 'error',
  message: ({ tools, detail }) => `${tools} cannot be installed: ${detail}`,
  why: 'Slipway keeps its own copies of maturin, zig, uv and pytest, at fixed versions.',
  remedy: () =>
    'Check the network and that `python3 -m venv` works (on Debian: apt-get install python3-venv).',
});

export const interpretersNotBuilt = defineFinding<{
  name: string;
  wanted: readonly string[];
  target: string;
}>('SLW210', {
  title: 'wheels for some interpreters are not built here',
  severity: 'warning',
  message: ({ name, wanted, target }) =>
    `${name} is to have wheels for ${wanted.join(', ')} on ${target}, and this machine built that of its own interpreter`,
  why: 'Without the stable ABI each version of Python needs a wheel of its own; users of the others would build from the sdist.',
  remedy: () =>
    'Build the others where they are, or ask PyO3 for the stable ABI: `features = ["abi3-py39"]`.',
});
