import { uses } from './actions.ts';
import type { CiModel } from './model.ts';
import { own, region, type Part } from './regions.ts';

/** The runner of everything but wheels. */
export const runner = 'ubuntu-24.04';

const pad = '      ';

/** Lines of a step of a job. */
export const step = (...lines: readonly string[]): string[] =>
  lines.map((line, at) => `${pad}${at === 0 ? '- ' : '  '}${line}`);

/** How a job begins that only looks: with the history, which tells versions and what is affected, and Nx. */
export function setUp({ packageManager: { action, enable, install } }: CiModel): string[] {
  return [
    // git is left no credential.
    ...step(uses('checkout'), 'with: { fetch-depth: 0, persist-credentials: false }'),
    ...step(uses('setupNode'), 'with: { node-version: 22, package-manager-cache: false }'),
    ...(action === null ? [] : step(...action)),
    // Packages run no scripts: one of the jobs has an identity.
    ...step(`run: ${enable === null ? install : `${enable} && ${install}`}`),
  ];
}

/** Rust as rust-toolchain.toml has it. */
export const rust = 'run: rustup show active-toolchain || rustup toolchain install';

/** And one that builds or installs: with Python, and Rust as rust-toolchain.toml has it. */
export function setUpToBuild(
  model: CiModel,
  // `3.10` alone would be the number 3.1.
  python: readonly string[] = [`with: { python-version: ${model.python}.x }`],
): string[] {
  return [
    ...setUp(model),
    ...(model.hasPython ? step(uses('setupPython'), ...python) : []),
    ...step(rust),
  ];
}

/** The files of `dist/`, for the job that publishes. A job that runs again replaces its own. */
export const keep = (name: string): string[] =>
  name.includes('{')
    ? step(uses('uploadArtifact'), 'with:', `  name: ${name}`, '  path: dist/', '  overwrite: true')
    : step(uses('uploadArtifact'), `with: { name: ${name}, path: dist/, overwrite: true }`);

/** The one line of JSON among what Nx prints becomes the output `matrix`; without it the step fails. */
export const matrixStep = (command: string): string[] =>
  step(
    'id: wheels',
    'run: |',
    `  matrix="$(${command} | grep '^{')"`,
    // Not `echo`: a plain sh would take the backslashes in the JSON for its own.
    `  printf 'matrix=%s\\n' "$matrix" >> "$GITHUB_OUTPUT"`,
  );

/** How every file begins: the reader's own from then on. */
export const heading = [
  '# By `nx g @slipway/nx:ci`, which writes again what is between its marks, and keeps all else.',
];

/** A job that builds: between its two parts is room for what the reader's build needs. */
export function building(
  name: string,
  before: readonly string[],
  ...run: readonly string[][]
): Part[] {
  return [
    region(name, before, { end: pad }),
    own(`${pad}# Your steps before the build, such as system libraries, go here.`),
    region(`${name}-run`, run.flat(), { begin: pad }),
  ];
}

/** The matrix of the wheels, as the job `plan` printed it, and what each of its jobs is. */
export const wheelJob = (model: CiModel, ...condition: readonly string[]): string[] => [
  '  wheels:',
  '    name: ${{ matrix.name }}',
  '    needs: plan',
  ...condition,
  '    strategy:',
  '      fail-fast: false',
  '      matrix: ${{ fromJSON(needs.plan.outputs.wheels) }}',
  '    runs-on: ${{ matrix.runner }}',
  '    steps:',
  ...setUpToBuild(model, ['with:', '  python-version: ${{ matrix.pythons }}']),
];

/** What each of them runs; `shell` is for Windows. */
export const wheelRun = (nx: string): string[] =>
  step(
    `run: echo "$TARGETS" | xargs rustup target add && ${nx} run "$TASK"`,
    'shell: bash',
    'env:',
    '  TARGETS: ${{ matrix.rustTargets }}',
    '  TASK: ${{ matrix.task }}',
  );
