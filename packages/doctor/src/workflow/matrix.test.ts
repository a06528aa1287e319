import { describe, expect, it } from 'vitest';
import { readWorkflows, Unknown } from './index.ts';

function rowsOf(matrix: string) {
  const indented = matrix.replaceAll('\n', '\n        ');
  const text = `on: push\njobs:\n  a:\n    runs-on: x\n    strategy:\n      matrix:\n        ${indented}\n    steps: []\n`;
  const file = '.github/workflows/a.yml';
  const job = readWorkflows(new Map([[file, text]]), [file]).workflows[0]!.jobs[0]!;
  return { rows: job.rows.map((row) => Object.fromEntries(row)), known: job.rowsKnown };
}

describe('a matrix', () => {
  it('is the product of its axes', () => {
    expect(rowsOf('os: [a, b]\npython: ["3.9", 3.10]').rows).toEqual([
      { os: 'a', python: '3.9' },
      { os: 'a', python: 3.1 },
      { os: 'b', python: '3.9' },
      { os: 'b', python: 3.1 },
    ]);
  });

  it('has rows of its own for what `include` does not find, and more keys for what it finds', () => {
    const { rows } = rowsOf(
      'fruit: [apple, pear]\nanimal: [cat, dog]\ninclude:\n- color: green\n- color: pink\n  animal: cat\n- fruit: apple\n  shape: round\n- fruit: banana\n- fruit: banana\n  animal: cat',
    );
    // The example of GitHub's documentation.
    expect(rows).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'round' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'round' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
  });

  it('excludes before it includes, and leaf by leaf', () => {
    const { rows } = rowsOf(
      'platform: [{ os: linux, on: ubuntu }, { os: macos, on: mac }]\npy: ["3.9", "3.10"]\ntarget: [none]\nexclude:\n- platform: { os: macos }\n  py: "3.9"\ninclude:\n- target: extra',
    );
    expect(rows.map(({ platform, py, target }) => [platform, py, target])).toEqual([
      [{ os: 'linux', on: 'ubuntu' }, '3.9', 'none'],
      [{ os: 'linux', on: 'ubuntu' }, '3.10', 'none'],
      [{ os: 'macos', on: 'mac' }, '3.10', 'none'],
      [undefined, undefined, 'extra'],
    ]);
  });

  it('leaves unknown what only the run computes', () => {
    const whole = rowsOf('${{ fromJSON(needs.plan.outputs.matrix) }}');
    expect(whole).toEqual({ rows: [{}], known: false });
    const axis = rowsOf('os: ${{ fromJSON(needs.plan.outputs.os) }}\npy: ["3.9"]');
    expect(axis.known).toBe(false);
    expect(axis.rows).toEqual([{ os: expect.any(Unknown), py: '3.9' }]);
  });

  it('computes what stands in the file', () => {
    expect(rowsOf(`os: \${{ fromJSON('["a", "b"]') }}`)).toEqual({
      rows: [{ os: 'a' }, { os: 'b' }],
      known: true,
    });
  });

  it('is not known where it is of more jobs than GitHub runs', () => {
    const axes = 'abcdefgh'.split('').map((name) => `${name}: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]`);
    expect(rowsOf(axes.join('\n'))).toEqual({ rows: [{}], known: false });
  });
});
