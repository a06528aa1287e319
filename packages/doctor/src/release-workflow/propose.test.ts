import { describe, expect, it } from 'vitest';
import { readWorkflows } from '../workflow/index.ts';
import { describeRelease, proposeMatrix } from './index.ts';

const file = '.github/workflows/release.yml';
const upload = '{ uses: actions/upload-artifact@v4, with: { name: wheels, path: dist } }';

/** Describes one workflow, on tags, with these jobs. */
function of(jobs: string, more: Record<string, string> = {}) {
  const text = `on: { push: { tags: ['v*'] } }\njobs:\n${jobs.replace(/^/gm, '  ')}\n`;
  const texts = new Map(Object.entries({ [file]: text, ...more }));
  const { workflows, findings } = readWorkflows(texts, [...texts.keys()]);
  expect(findings).toEqual([]);
  return describeRelease(workflows);
}

/** Describes one job on a runner, whose artifacts are kept. */
function job(steps: string, runner = 'ubuntu-latest', more = '') {
  return of(
    `wheels:\n  runs-on: ${runner}\n${more}  steps:\n${steps.replace(/^/gm, '    ')}\n    - ${upload}`,
  );
}

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
