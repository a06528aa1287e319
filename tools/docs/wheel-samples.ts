import * as finding from '../../packages/release/src/finding/index.ts';
import type { Finding, Location } from '../../packages/release/src/finding/index.ts';
import { sample } from './sample.ts';

const python: Location = { file: 'python/pyproject.toml', line: 7 };
const { nowhere } = finding;

/** Of what is said about wheels, their platforms, and the jobs that build them. */
export const wheelSamples: readonly Finding[] = [
  sample(finding.interpretersNotHere, python, {
    name: 'tide',
    interpreters: ['3.13', '3.14t'],
    target: 'x86_64-unknown-linux-gnu',
  }),
  sample(
    finding.unknownPlatform,
    { file: 'nx.json', line: 12 },
    {
      target: 'linux-arm64',
      similar: ['aarch64-unknown-linux-gnu', 'aarch64-unknown-linux-musl'],
    },
  ),
  sample(finding.builtByPullRequest, nowhere, {
    file: 'dist/wheels/tide/aarch64-apple-darwin/tide-1.0.0-cp39-abi3-macosx_11_0_arm64.whl',
    run: '7204',
    ref: 'refs/pull/7/merge',
    target: 'tide:build-wheels--aarch64-apple-darwin',
  }),
  sample(finding.wheelsNotRun, python, {
    name: 'tide',
    target: 'aarch64-unknown-linux-gnu',
    host: 'x86_64-unknown-linux-gnu',
  }),
  sample(
    finding.unknownInterpreter,
    { file: 'nx.json', line: 9 },
    { option: 'interpreters', name: 'cp39' },
  ),
  sample(finding.platformTwice, { file: 'nx.json', line: 12 }, { target: 'aarch64-apple-darwin' }),
  sample(
    finding.runnerOfOtherSystem,
    { file: 'nx.json', line: 12 },
    { target: 'aarch64-apple-darwin', runner: 'ubuntu-24.04', usual: 'macos-15' },
  ),
  sample(finding.artifactNotTaken, nowhere, {
    folder: 'dist/wheels/tide/aarch64-apple-darwin',
    task: 'tide:build-wheels--aarch64-apple-darwin',
    version: '1.0.0',
    artifact: 'wheels-tide-aarch64-apple-darwin',
    detail: 'tide-1.0.0-cp39-abi3-macosx_11_0_arm64.whl is a link',
  }),
  sample(finding.artifactsDisagree, nowhere, {
    folder: 'dist/wheels/tide/aarch64-apple-darwin',
    artifacts: ['wheels-tide-aarch64-apple-darwin', 'wheels-again'],
  }),
  sample(finding.testsUnproved, nowhere, {
    task: 'tide:test',
    folder: 'artifacts',
    found: 'none has its record',
  }),
  sample(finding.affectedUnknown, nowhere, { detail: 'fatal: Not a valid object name main' }),
  sample(finding.matrixTooLarge, nowhere, { size: '300 jobs; GitHub takes 256' }),
  sample(finding.standardLibraryMissing, nowhere, { target: 'aarch64-unknown-linux-gnu' }),
  sample(finding.scriptFailed, nowhere, {
    option: 'test',
    script: 'pytest {package}/tests',
    target: 'x86_64-unknown-linux-gnu',
    detail: '1 failed, 41 passed',
  }),
  sample(
    finding.recordUnreadable,
    { file: 'dist/wheels/tide/aarch64-apple-darwin/manifest.json', line: null },
    { detail: 'sha256 is "e3b0"', target: 'tide:build-wheels--aarch64-apple-darwin' },
  ),
  sample(finding.wheelMissing, python, {
    name: 'tide',
    wheel: 'cp312-cp312',
    target: 'x86_64-pc-windows-msvc',
  }),
  sample(finding.builtElsewhen, nowhere, {
    file: 'dist/wheels/tide/aarch64-apple-darwin',
    built: '3d0a3975810c7b5b0c3f2a1e9d8c7b6a5f4e3d2c',
    head: '9f1c2b7d4e5a6f7089b1c2d3e4f5a6b7c8d9e0f1',
    target: 'tide:build-wheels--aarch64-apple-darwin',
  }),
  sample(
    finding.tagOfOtherPlatform,
    {
      file: 'dist/wheels/tide/aarch64-unknown-linux-gnu/tide-1.0.0-cp39-abi3-manylinux2014_x86_64.whl',
      line: null,
    },
    { tags: ['manylinux2014_x86_64'], target: 'aarch64-unknown-linux-gnu' },
  ),
  sample(
    finding.codeOfOtherMachine,
    {
      file: 'dist/wheels/tide/aarch64-unknown-linux-gnu/tide-1.0.0-cp39-abi3-manylinux2014_aarch64.whl',
      line: null,
    },
    { library: 'tide/_native.abi3.so', wanted: ['aarch64'], got: ['x86_64'] },
  ),
  sample(finding.wheelsCollide, python, {
    tag: 'cp39-abi3-win_amd64',
    files: ['tide-1.0.0-cp39-abi3-win_amd64.whl', 'tide-1.0.0-cp39-abi3-win_amd64.whl'],
  }),
];
