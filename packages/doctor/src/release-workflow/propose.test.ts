import { describe, expect, it } from 'vitest';
import { proposeMatrix } from './index.ts';
import { job, of, upload } from './described.fixture.ts';

describe('proposeMatrix', () => {
  it('has every platform and interpreter of the workflows that upload', () => {
    const description = of(
      `wheels:
  runs-on: \${{ matrix.os }}
  strategy: { matrix: { os: [ubuntu-latest, windows-latest], py: ['3.10', '3.8'] } }
  steps:
    - { uses: actions/setup-python@v5, with: { python-version: '\${{ matrix.py }}' } }
    - run: maturin build
    - ${upload}
publish:
  needs: wheels
  runs-on: ubuntu-latest
  steps: [{ uses: pypa/gh-action-pypi-publish@release/v1 }]`,
      {
        '.github/workflows/other.yml': `on: { push: { tags: ['v*'] } }\njobs:\n  a:\n    runs-on: macos-latest\n    steps: [{ run: maturin build }, ${upload}]\n`,
      },
    );
    expect(proposeMatrix(description)).toEqual({
      platforms: ['x86_64-pc-windows-msvc', 'x86_64-unknown-linux-gnu'].map((target) => ({
        target,
        interpreters: ['3.8', '3.10'],
        policy: null,
        runner: null,
      })),
      interpreters: ['3.8', '3.10'],
      manylinux: 'auto',
      abi3: false,
      sdist: false,
    });
  });

  it('tells platforms apart that are built otherwise than most', () => {
    const step = (target: string, more: string) =>
      `- { uses: PyO3/maturin-action@v1, with: { target: ${target}, ${more} } }`;
    const most = 'args: -i 3.9 3.10, manylinux: 2_17';
    const steps = [
      step('x86_64', most),
      step('aarch64', most),
      step('riscv64gc-unknown-linux-gnu', 'args: -i 3.10, manylinux: 2_31'),
      step('x86_64-unknown-linux-musl', 'args: -i 3.9 3.10, manylinux: musllinux_1_1'),
    ];
    const { platforms, interpreters, manylinux } = proposeMatrix(
      job(steps.join('\n'), 'ubuntu-latest-8-cores'),
    );
    expect(interpreters).toEqual(['3.9', '3.10']);
    expect(manylinux).toBe('manylinux_2_17');
    expect(platforms.map(({ target, policy }) => `${target} ${policy}`)).toEqual([
      'aarch64-unknown-linux-gnu manylinux_2_17',
      'riscv64gc-unknown-linux-gnu manylinux_2_31',
      'x86_64-unknown-linux-gnu manylinux_2_17',
      'x86_64-unknown-linux-musl musllinux_1_1',
    ]);
    expect(platforms[1]).toMatchObject({ interpreters: ['3.10'], runner: 'ubuntu-latest-8-cores' });
  });

  it('keeps the policy that most jobs name', () => {
    const step = (policy: string, target: string) =>
      `- { uses: PyO3/maturin-action@v1, with: { manylinux: ${policy}, target: ${target} } }`;
    const description = job(
      [step('2_28', 'aarch64'), step('2_17', 'x86_64'), step('2_28', 's390x')].join('\n'),
    );
    expect(proposeMatrix(description).manylinux).toBe('manylinux_2_28');
    expect(proposeMatrix({ wheels: [], sdist: null, publishes: [] }).manylinux).toBeNull();
  });
});
