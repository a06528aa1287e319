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
      platforms: ['x86_64-pc-windows-msvc', 'x86_64-unknown-linux-gnu'],
      interpreters: ['3.8', '3.10'],
      manylinux: 'auto',
      abi3: false,
      sdist: false,
    });
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
