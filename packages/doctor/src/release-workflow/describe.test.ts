import { describe, expect, it } from 'vitest';
import { readWorkflows } from '../workflow/index.ts';
import { describeRelease } from './index.ts';
import { file, job, of, upload } from './described.fixture.ts';

const wheelsOf = (description: ReturnType<typeof of>) =>
  description.wheels.map(({ target, interpreters, policy, place }) => [
    target,
    interpreters.join(' '),
    policy,
    place,
  ]);

describe('maturin-action', () => {
  it('builds for each row of a matrix, in an image where it is told a policy', () => {
    const description = of(`wheels:
  runs-on: \${{ matrix.runner }}
  strategy:
    matrix:
      include:
        - { runner: ubuntu-latest, target: x86_64 }
        - { runner: ubuntu-latest, target: armv7, policy: musllinux_1_2 }
        - { runner: ubuntu-latest, target: aarch64, policy: "2_28" }
        - { runner: windows-latest, target: x86, py: 3.9 3.13t }
        - { runner: macos-latest }
        - { runner: macos-15-intel }
  steps:
    - uses: PyO3/maturin-action@v1
      with:
        target: \${{ matrix.target }}
        manylinux: \${{ matrix.policy || 'auto' }}
        args: --release --out dist -i \${{ matrix.py || 'python3.8 pypy3.10' }}
    - ${upload}`);
    expect(wheelsOf(description)).toEqual([
      ['x86_64-unknown-linux-gnu', '3.8 pypy3.10', 'auto', 'image'],
      ['armv7-unknown-linux-musleabihf', '3.8 pypy3.10', 'musllinux_1_2', 'image'],
      ['aarch64-unknown-linux-gnu', '3.8 pypy3.10', 'manylinux_2_28', 'image'],
      ['i686-pc-windows-msvc', '3.9 3.13t', null, 'host'],
      ['aarch64-apple-darwin', '3.8 pypy3.10', null, 'host'],
      ['x86_64-apple-darwin', '3.8 pypy3.10', null, 'host'],
    ]);
  });

  it.each([
    ['{}', 'host', null],
    ["{ manylinux: 'off' }", 'host', 'off'],
    ["{ manylinux: auto, container: 'off' }", 'host', 'auto'],
    ['{ target: aarch64-unknown-linux-gnu }', 'image', 'auto'],
    ['{ command: publish }', 'image', 'auto'],
    ['{ args: --zig }', 'zig', null],
  ])('with %s builds on: %s', (inputs, place, policy) => {
    const [wheel] = job(`- { uses: PyO3/maturin-action@v1, with: ${inputs} }`).wheels;
    expect(wheel).toMatchObject({ place, policy });
  });

  it('makes an sdist by itself, or beside the wheels', () => {
    expect(job('- { uses: PyO3/maturin-action@v1, with: { command: sdist } }').sdist).toEqual({
      file,
      job: 'wheels',
      line: 6,
    });
    expect(job('- { uses: PyO3/maturin-action@v1, with: { args: --sdist } }').sdist).not.toBeNull();
    expect(job('- { uses: PyO3/maturin-action@v1 }').sdist).toBeNull();
  });

  it('is seen in a composite action, with the inputs that it is given', () => {
    const description = of(
      `wheels:
  runs-on: ubuntu-24.04-arm
  strategy: { matrix: { py: ['3.9', '3.10'] } }
  steps:
    - { uses: ./.github/actions/wheel, with: { py: '\${{ matrix.py }}' } }
    - ${upload}`,
      {
        '.github/actions/wheel/action.yml': `name: wheel
description: builds twice
inputs: { py: { description: which, required: true } }
runs:
  using: composite
  steps:
    - { uses: PyO3/maturin-action@v1, with: { manylinux: auto, args: '-i \${{ inputs.py }} --profile instrumented' } }
    - { uses: PyO3/maturin-action@v1, with: { manylinux: auto, args: '-i \${{ inputs.py }}' } }
`,
      },
    );
    expect(description.wheels).toMatchObject([
      { workflow: file, file: '.github/actions/wheel/action.yml', line: 8, interpreters: ['3.9'] },
      { target: 'aarch64-unknown-linux-gnu', interpreters: ['3.10'] },
    ]);
  });
});

describe('commands', () => {
  it('maturin takes several interpreters, or the one that is set up', () => {
    const many = job(
      '- run: |\n    cd python\n    maturin build --release --interpreter python3.8 python3.9 --out ../dist',
    );
    expect(many.wheels).toMatchObject([{ line: 8, interpreters: ['3.8', '3.9'], place: 'host' }]);
    const one = job(
      "- { uses: actions/setup-python@v5, with: { python-version: '${{ matrix.py }}' } }\n- run: uvx maturin build --features pyo3/abi3-py38",
      '${{ matrix.os }}',
      "  strategy: { matrix: { os: [windows-11-arm], py: ['3.11', '3.12'] } }\n",
    );
    expect(one.wheels).toMatchObject([
      { target: 'aarch64-pc-windows-msvc', interpreters: ['3.11'], abi3: true },
      { interpreters: ['3.12'] },
    ]);
  });

  it.each([
    ['maturin build --zig --target aarch64-unknown-linux-gnu', 'zig', 'aarch64-unknown-linux-gnu'],
    ['maturin build --universal2', 'host', 'universal2-apple-darwin'],
    [
      'docker run --rm -v $PWD:/io quay.io/pypa/manylinux2014_x86_64 maturin build',
      'image',
      'x86_64-unknown-linux-gnu',
    ],
    [
      'docker run ghcr.io/pyo3/maturin build --find-interpreter',
      'image',
      'x86_64-unknown-linux-gnu',
    ],
    ['CARGO=cross maturin build --use-cross', 'cross', 'x86_64-unknown-linux-gnu'],
  ])('%s', (run, place, target) => {
    expect(job(`- run: ${run}`).wheels).toMatchObject([{ place, target }]);
  });

  it('runs in the container of its job', () => {
    const { wheels } = job(
      '- run: maturin build',
      'ubuntu-latest',
      '  container: quay.io/pypa/manylinux_2_28_x86_64\n',
    );
    expect(wheels).toMatchObject([{ place: 'image' }]);
  });

  it.each([
    ['python -m build', true, 1],
    ['uv build --sdist', true, 0],
    ['uv build --wheel', false, 1],
    ['maturin sdist', true, 0],
    ['pip wheel .', false, 1],
    ['maturin publish', true, 1],
    ['echo maturin build', false, 0],
  ])('%s: sdist %s, wheels %i', (run, sdist, wheels) => {
    const description = job(`- run: ${run}`);
    expect([description.sdist !== null, description.wheels.length]).toEqual([sdist, wheels]);
  });

  it('leaves out steps that a row does not take, and wheels that never leave their job', () => {
    const skipped = job("- { run: maturin build, if: runner.os == 'Windows' }");
    expect(skipped.wheels).toEqual([]);
    const tested = of('test:\n  runs-on: ubuntu-latest\n  steps: [{ run: maturin build }]');
    expect(tested.wheels).toEqual([]);
  });
});

describe('cibuildwheel', () => {
  it('builds what CIBW_BUILD and CIBW_ARCHS say, for glibc and musl', () => {
    const { wheels } = job(
      "- uses: pypa/cibuildwheel@v3\n  env: { CIBW_BUILD: 'cp39-* cp313t-*', CIBW_SKIP: '*-musllinux_aarch64', CIBW_ARCHS_LINUX: x86_64 aarch64 }",
    );
    expect(wheels.map(({ target, interpreters }) => [target, interpreters.join(' ')])).toEqual([
      ['x86_64-unknown-linux-gnu', '3.9 3.13t'],
      ['x86_64-unknown-linux-musl', '3.9 3.13t'],
      ['aarch64-unknown-linux-gnu', '3.9 3.13t'],
    ]);
    expect(wheels.every(({ place }) => place === 'image')).toBe(true);
  });

  it('finds its interpreters when nothing is said', () => {
    const { wheels } = job('- run: pipx run cibuildwheel', 'macos-14');
    expect(wheels).toMatchObject([
      { target: 'aarch64-apple-darwin', interpreters: [], findsInterpreters: true },
    ]);
  });
});

describe('who takes part', () => {
  it('is what a tag or release starts, what publishes, and what those call', () => {
    const simple = (on: string, body: string) => `on: ${on}\njobs:\n  a:\n    ${body}\n`;
    const runs = 'runs-on: ubuntu-latest\n    steps: [{ run: "true" }]';
    const description = of(`call:\n  uses: $/.github/workflows/called.yml`, {
      '.github/workflows/called.yml': simple('{ workflow_call: {} }', runs),
      '.github/workflows/main.yml': simple(
        'push',
        'runs-on: ubuntu-latest\n    environment: prod\n    steps: [{ run: cargo publish }]',
      ),
      '.github/workflows/test.yml': simple('push', runs),
      '.github/workflows/notes.yml': simple('{ release: { types: [published] } }', runs),
    });
    expect(description.files.map((one) => one.slice(18))).toEqual([
      'called.yml',
      'main.yml',
      'notes.yml',
      'release.yml',
    ]);
    expect(description.environments).toMatchObject([{ value: 'prod', job: 'a', line: 5 }]);
    expect(description.triggers).toContainEqual({ file, line: 1, event: 'push', tags: ['v*'] });
  });

  it('is what builds wheels, where nobody publishes them', () => {
    const text = `on: [push]\njobs:\n  w:\n    runs-on: ubuntu-latest\n    steps: [{ uses: pypa/cibuildwheel@v3 }, ${upload}]\n`;
    const { workflows } = readWorkflows(new Map([[file, text]]), [file]);
    expect(describeRelease(workflows)).toMatchObject({ files: [file], publishes: [] });
    expect(describeRelease(workflows).wheels).toHaveLength(2);
  });
});
