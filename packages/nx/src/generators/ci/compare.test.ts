import { describe, expect, it } from 'vitest';
import { compare, rewrite } from './compare.ts';
import { own, region, textOf, type Part } from './regions.ts';

const gap = own('');
const written: Part[] = [
  own('# Yours.'),
  region('head', ['jobs:'], { begin: '' }),
  gap,
  region('test', ['  test:', '    steps: []']),
  gap,
  region('publish', ['  publish:', '    steps: []']),
];
const file = '.github/workflows/publish.yml';
const generated = { file, parts: written };
const fresh = textOf(written);

describe('a file that is written again', () => {
  it('is the same', () => {
    expect(rewrite(generated, fresh).text).toBe(fresh);
    expect(compare(generated, fresh)).toEqual([]);
    expect(rewrite(generated, null).text).toBe(fresh);
  });

  it('keeps what stands outside the marks, and its line endings', () => {
    const mine = fresh
      .replace('# Yours.', '# Mine: do not touch')
      .replace(
        '\n\n  # slipway:begin publish',
        '\n  lint:\n    steps: []\n  # slipway:begin publish',
      );
    const edited = mine.replace('  test:', '  tests:');
    expect(compare(generated, mine)).toEqual([]);
    expect(rewrite(generated, edited).text).toBe(mine);
    const windows = edited.replaceAll('\n', '\r\n');
    expect(rewrite(generated, windows).text).toBe(mine.replaceAll('\n', '\r\n'));
  });

  it('has its marks as deep as a formatter has put them', () => {
    const formatted = fresh.replace('  # slipway:end test', '      # slipway:end test');
    expect(rewrite(generated, formatted).text).toBe(formatted);
    expect(compare(generated, formatted)).toEqual([]);
  });

  it('gets parts that are new where they belong, and loses those that are gone', () => {
    const without = written.filter(({ name }) => name !== 'test');
    expect(rewrite(generated, textOf(without)).text).toContain(
      '# slipway:end head\n\n  # slipway:begin test\n',
    );
    const fewer = { file, parts: without };
    const left = rewrite(fewer, fresh).text;
    expect(left).not.toContain('slipway:begin test');
    expect(compare(fewer, left)).toEqual([]);
  });
});

describe('what differs', () => {
  it('SLW660: is told by part and line, with both sides', () => {
    const edited = fresh.replace('  publish:\n', '  publish:\n    if: false\n');
    const [finding, ...others] = compare(generated, edited);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'SLW660', file, line: 13 });
    expect(finding?.message).toContain('`if: false` where `steps: []`');
    expect(finding?.remedy).toContain('npx nx g @slipway/nx:ci');
  });

  it('SLW660: lines that are missing at the end of a part', () => {
    const [finding] = compare(generated, fresh.replace('  test:\n    steps: []\n', '  test:\n'));
    expect(finding?.message).toContain('has nothing where `steps: []`');
  });

  it('SLW660: a part that is missing, and one that is not written any more', () => {
    const without = written.filter(({ name }) => name !== 'test');
    expect(compare(generated, textOf(without))).toMatchObject([{ code: 'SLW660', line: null }]);
    expect(compare({ file, parts: without }, fresh)).toMatchObject([{ code: 'SLW660', line: 6 }]);
  });

  it('SLW661: a file without marks is somebody’s own, and is not written over', () => {
    const theirs = 'name: Publish\non: push\n';
    expect(rewrite(generated, theirs)).toMatchObject({
      text: theirs,
      findings: [{ code: 'SLW661', file }],
    });
    expect(compare(generated, theirs)).toMatchObject([{ code: 'SLW661' }]);
    expect(rewrite(generated, theirs, true)).toEqual({ text: fresh, findings: [] });
  });

  it.each([
    ['  # slipway:end test\n', '', /publish begins inside test/],
    ['  # slipway:begin test\n', '', /test ends where it has not begun/],
    ['begin publish', 'begin test', /test begins twice/],
    ['  # slipway:end publish\n', '', /publish never ends/],
  ])('SLW662: marks that do not come in pairs: %j as %j', (from, to, said) => {
    const damaged = fresh.replace(from, to);
    expect(() => compare(generated, damaged)).toThrow(said);
    expect(() => rewrite(generated, damaged)).toThrow('SLW662');
    expect(rewrite(generated, damaged, true).text).toBe(fresh);
  });

  it('SLW663: a file that is not there', () => {
    expect(compare(generated, null)).toMatchObject([{ code: 'SLW663', file, line: null }]);
  });
});
