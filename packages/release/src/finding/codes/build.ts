import { defineFinding } from '../finding.ts';
import { builtWheel, crateManifest, pythonManifest } from './places.ts';

export const testsFailed = defineFinding<{ name: string; command: string; detail: string }>(
  'SLW201',
  {
    title: 'tests fail',
    severity: 'error',
    message: ({ name, command, detail }) => `the tests of ${name} fail (${command}): ${detail}`,
    why: 'What is published can never be taken back, so nothing is published that fails its tests.',
    remedy: ({ command }) => `Run \`${command}\` and mend what it shows.`,
    example: {
      at: crateManifest,
      name: 'tide',
      command: 'cargo test -p tide',
      detail: 'test prices ... FAILED',
    },
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
    example: {
      at: crateManifest,
      name: 'tide',
      command: 'cargo package -p tide',
      detail: 'error: readme `README.md` does not appear to exist',
    },
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
    example: {
      at: pythonManifest,
      name: 'tide',
      module: 'tide._native',
      detail: "ModuleNotFoundError: No module named 'tide._native'",
    },
  },
);

export const artifactMissing = defineFinding<{ file: string; target: string }>('SLW204', {
  title: 'an artifact that ought to exist is missing',
  severity: 'error',
  message: ({ file }) => `${file} is not there`,
  why: 'A release without it would be half a release.',
  remedy: ({ target }) =>
    `Build it: \`npx nx run ${target}\`, or fetch it from the job that built it.`,
  example: {
    file: 'dist/wheels/tide/aarch64-apple-darwin',
    target: 'tide:build-wheels--aarch64-apple-darwin',
  },
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
    example: {
      at: builtWheel,
      file: 'tide-0.3.1.crate',
      built: 'a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4',
      now: '0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c',
    },
  },
);

export const noTests = defineFinding<{ name: string }>('SLW206', {
  title: 'a Python package has no tests',
  severity: 'info',
  message: ({ name }) => `no pytest tests were found for ${name}`,
  why: 'Only the import is checked.',
  remedy: () => 'Put tests into tests/ beside its pyproject.toml, or name them in testpaths.',
  example: { at: pythonManifest, name: 'tide' },
});

export const untrackedFiles = defineFinding<{ name: string; files: readonly string[] }>('SLW207', {
  title: 'files that git does not know are not packed',
  severity: 'warning',
  message: ({ name, files }) => {
    const rest = files.length - 10;
    const some = files.slice(0, 10).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
    return `git does not know these files beside ${name}, so it was packed without them: ${some}`;
  },
  why: 'A package holds what a clean checkout holds. What it needs of these files its users would miss.',
  remedy: () => 'Add them to git where they belong to it, else to .gitignore.',
  example: { at: crateManifest, name: 'tide', files: ['notes.txt'] },
});

export const platformNotHere = defineFinding<{ target: string; host: string }>('SLW208', {
  title: 'this machine cannot build for a platform',
  severity: 'error',
  message: ({ target, host }) => `wheels for ${target} cannot be built on ${host}`,
  why: 'They are built on another machine of the matrix, and their files are brought here.',
  remedy: () => 'Run this target where `release:matrix` sends it.',
  example: { target: 'aarch64-apple-darwin', host: 'x86_64-unknown-linux-gnu' },
});

export const toolInstallFailed = defineFinding<{ tools: string; detail: string }>('SLW209', {
  title: 'the Python tools cannot be installed',
  severity: 'error',
  message: ({ tools, detail }) => `${tools} cannot be installed: ${detail}`,
  why: 'Slipway keeps its own copies of maturin, zig, uv and pytest, at fixed versions.',
  remedy: () =>
    'Check the network and that `python3 -m venv` works (on Debian: apt-get install python3-venv).',
  example: {
    tools: 'maturin, ziglang, uv, pytest',
    detail: 'ERROR: No matching distribution found for maturin',
  },
});

export const interpretersNotHere = defineFinding<{
  name: string;
  interpreters: readonly string[];
  target: string;
}>('SLW210', {
  title: 'wheels are built for interpreters that are not here to import them',
  severity: 'warning',
  message: ({ name, interpreters, target }) =>
    `the wheels of ${name} for ${interpreters.join(', ')} on ${target} were built, and not imported: these interpreters are not on this machine`,
  why: 'A wheel that nobody imported may fail for its first user.',
  remedy: ({ interpreters }) =>
    `Install them, for instance \`uv python install ${interpreters.join(' ')}\` or setup-python in a workflow; they are found in PATH, by uv, by pyenv and in GitHub's tool cache.`,
  example: {
    at: pythonManifest,
    name: 'tide',
    interpreters: ['3.13', '3.14t'],
    target: 'x86_64-unknown-linux-gnu',
  },
});

export const standardLibraryMissing = defineFinding<{ target: string }>('SLW211', {
  title: "Rust's standard library for a platform is not installed",
  severity: 'error',
  message: ({ target }) => `this machine's Rust has no standard library for ${target}`,
  why: 'Nothing can be compiled for a platform without it.',
  remedy: ({ target }) =>
    `\`rustup target add ${target}\`, or run this target where \`release:matrix\` sends it.`,
  example: { target: 'aarch64-unknown-linux-gnu' },
});

export const scriptFailed = defineFinding<{
  option: 'before' | 'test';
  script: string;
  target: string;
  detail: string;
}>('SLW212', {
  title: 'a command of the platform options fails',
  severity: 'error',
  message: ({ option, script, target, detail }) =>
    `\`${script}\` (${option} of ${target}) fails: ${detail}`,
  why: 'It is there to prepare the build or to prove its result, so a release does not go on without it.',
  remedy: ({ option }) =>
    `Run it by hand and mend what it shows; it stands under "${option}" in the platforms of nx.json.`,
  example: {
    option: 'test',
    script: 'pytest {package}/tests',
    target: 'x86_64-unknown-linux-gnu',
    detail: '1 failed, 41 passed',
  },
});

export const recordUnreadable = defineFinding<{ detail: string; target: string }>('SLW213', {
  title: 'the record of a build cannot be read',
  severity: 'error',
  message: ({ detail }) => `the manifest of a build is not what Slipway writes: ${detail}`,
  why: 'It says which bytes were checked; without it nothing proves that these are they.',
  remedy: ({ target }) =>
    `Build again: \`npx nx run ${target} --skip-nx-cache\`; if it came with an artifact of a workflow, run that job again.`,
  example: {
    at: { file: 'dist/wheels/tide/aarch64-apple-darwin/manifest.json', line: null },
    detail: 'sha256 is "e3b0"',
    target: 'tide:build-wheels--aarch64-apple-darwin',
  },
});

export const wheelMissing = defineFinding<{ name: string; wheel: string; target: string }>(
  'SLW214',
  {
    title: 'a wheel of a platform is missing',
    severity: 'error',
    message: ({ name, wheel, target }) => `${name} has no wheel ${wheel} for ${target}`,
    why: 'The options name its interpreter, so its users would build from the sdist, or cannot install it at all.',
    remedy: ({ name, target }) =>
      `Build again: \`npx nx run ${name}:build-wheels--${target}\`; or take the interpreter out of the options.`,
    example: {
      at: pythonManifest,
      name: 'tide',
      wheel: 'cp312-cp312',
      target: 'x86_64-pc-windows-msvc',
    },
  },
);

export const builtElsewhen = defineFinding<{
  file: string;
  /** Null where it was built outside a repository, or where git did not answer. */
  built: string | null;
  head: string;
  target: string;
}>('SLW215', {
  title: 'an artifact was built from another commit',
  severity: 'error',
  message: ({ file, built, head }) =>
    built === null
      ? `${file} does not say what commit it was built from, and ${head.slice(0, 10)} is to be released`
      : `${file} was built from ${built.slice(0, 10)}, and ${head.slice(0, 10)} is to be released: between them, files that it is built from have changed`,
  why: 'The release would hold what nobody can find at its tag.',
  remedy: ({ target }) => `Build it from this commit: \`npx nx run ${target}\`.`,
  example: {
    file: 'dist/wheels/tide/aarch64-apple-darwin',
    built: '3d0a3975810c7b5b0c3f2a1e9d8c7b6a5f4e3d2c',
    head: '9f1c2b7d4e5a6f7089b1c2d3e4f5a6b7c8d9e0f1',
    target: 'tide:build-wheels--aarch64-apple-darwin',
  },
});

export const artifactNotTaken = defineFinding<{
  folder: string;
  task: string;
  version: string;
  artifact: string;
  detail: string;
}>('SLW216', {
  title: 'an artifact of the workflow is not what a job built',
  severity: 'error',
  message: ({ folder, version, artifact, detail }) =>
    `the artifact ${artifact} was to hold ${folder} of ${version}: ${detail}`,
  why: 'The bytes that were built and tested must be the bytes that are uploaded.',
  remedy: ({ task }) =>
    `Run the job of ${task} again, and then the one that publishes ("Re-run failed jobs"); nothing may change its artifact in between.`,
  example: {
    folder: 'dist/wheels/tide/aarch64-apple-darwin',
    task: 'tide:build-wheels--aarch64-apple-darwin',
    version: '1.0.0',
    artifact: 'wheels-tide-aarch64-apple-darwin',
    detail: 'tide-1.0.0-cp39-abi3-macosx_11_0_arm64.whl is a link',
  },
});

export const artifactsDisagree = defineFinding<{ folder: string; artifacts: readonly string[] }>(
  'SLW217',
  {
    title: 'two artifacts of the workflow hold one build with other bytes',
    severity: 'error',
    message: ({ folder, artifacts }) =>
      `${artifacts.join(' and ')} both hold ${folder}, and not the same bytes`,
    why: 'Only one of them can be published, and nothing says which of them was tested.',
    remedy: ({ artifacts }) =>
      `Let one job build it, and remove ${artifacts.join(' or ')} from the run (\`gh run view\` lists them).`,
    example: {
      folder: 'dist/wheels/tide/aarch64-apple-darwin',
      artifacts: ['wheels-tide-aarch64-apple-darwin', 'wheels-again'],
    },
  },
);

export const testsUnproved = defineFinding<{ task: string; folder: string; found: string }>(
  'SLW218',
  {
    title: 'no job of the workflow has passed these tests',
    severity: 'error',
    message: ({ task, folder, found }) =>
      `no artifact in ${folder} proves that ${task} passed: ${found}`,
    why: 'What is published can never be taken back, so nothing is published that nobody tested.',
    remedy: ({ task }) =>
      `Run \`npx nx run ${task}\` in a job before, and let it upload dist/ as an artifact.`,
    example: { task: 'tide:test', folder: 'artifacts', found: 'none has its record' },
  },
);

export const notPacked = defineFinding<{ name: string; manifest: string }>('SLW249', {
  title: 'git does not know the manifest of a package',
  severity: 'error',
  message: ({ name, manifest }) => `${name} cannot be packed: ${manifest} is not in git`,
  why: 'A package is made of what git knows; a clean checkout would not have this one.',
  remedy: ({ manifest }) => `Add it: \`git add ${manifest.replace(/[^/]*$/, '') || manifest}\`.`,
  example: { at: crateManifest, name: 'tide', manifest: 'crates/tide/Cargo.toml' },
});
