import { defineFinding } from '../finding.ts';
import { pythonManifest } from './places.ts';

export const unknownInterpreter = defineFinding<{ option: string; name: string }>('SLW241', {
  title: 'an interpreter that wheels cannot be for',
  severity: 'error',
  message: ({ option, name }) => `${JSON.stringify(name)} in "${option}" names no interpreter`,
  why: 'maturin, uv and setup-python would each read something else in it, or fail on another machine.',
  remedy: () =>
    'Name CPython as 3.9, free-threaded CPython (from 3.13 on) as 3.14t, PyPy as pypy3.11, GraalPy as graalpy3.11.',
  example: { at: { file: 'nx.json', line: 9 }, option: 'interpreters', name: 'cp39' },
});

export const platformTwice = defineFinding<{ target: string }>('SLW242', {
  title: 'a platform is named twice',
  severity: 'error',
  message: ({ target }) => `"platforms" names ${target} more than once`,
  why: 'A platform is one target, one job and one artifact: what is said last would be built, and the rest forgotten.',
  remedy: ({ target }) => `Say everything of ${target} in one object of "platforms".`,
  example: { at: { file: 'nx.json', line: 12 }, target: 'aarch64-apple-darwin' },
});

export const runnerOfOtherSystem = defineFinding<{
  target: string;
  runner: string;
  usual: string;
}>('SLW243', {
  title: 'a runner that cannot build for its platform',
  severity: 'error',
  message: ({ target, runner }) => `the runner ${runner} has no toolchain for ${target}`,
  why: 'Wheels for macOS need a Mac, those for Windows a Windows; Linux wheels are built on Linux and Macs.',
  remedy: ({ usual }) => `Leave "runner" out (then it is ${usual}), or name one of that system.`,
  example: {
    at: { file: 'nx.json', line: 12 },
    target: 'aarch64-apple-darwin',
    runner: 'ubuntu-24.04',
    usual: 'macos-15',
  },
});

export const builtByPullRequest = defineFinding<{
  file: string;
  run: string;
  ref: string;
  target: string;
}>('SLW240', {
  title: 'an artifact was built by a pull request',
  severity: 'error',
  message: ({ file, run, ref }) => `${file} was built by run ${run} of ${ref}`,
  why: 'A release takes nothing that a pull request has left, in a remote cache or anywhere else: who opened it chose what the build ran.',
  remedy: ({ target }) =>
    `Give pull requests a token of the cache that only reads, clear the cache, and build it again: \`npx nx run ${target} --skip-nx-cache\`.`,
  example: {
    file: 'dist/wheels/tide/aarch64-apple-darwin/tide-1.0.0-cp39-abi3-macosx_11_0_arm64.whl',
    run: '7204',
    ref: 'refs/pull/7/merge',
    target: 'tide:build-wheels--aarch64-apple-darwin',
  },
});

export const wheelsNotRun = defineFinding<{ name: string; target: string; host: string }>(
  'SLW244',
  {
    title: 'wheels were built that this machine cannot run',
    severity: 'warning',
    message: ({ name, target, host }) =>
      `the wheels of ${name} for ${target} were built on ${host}, checked, and imported by nobody`,
    why: 'Their tags and the machine code in them are right; whether they work is not known before somebody runs them.',
    remedy: () =>
      'Import them on such a machine before the release; where there is a runner of that platform, name it as "runner", and the job imports them itself.',
    example: {
      at: pythonManifest,
      name: 'tide',
      target: 'aarch64-unknown-linux-gnu',
      host: 'x86_64-unknown-linux-gnu',
    },
  },
);
