import { expect, test } from 'vitest';
import { compareVersions, isPrerelease, readVersion, sameVersion } from './version.ts';

test.each([
  ['1.0', '1.0'],
  ['v1.0-ALPHA.1', '1.0a1'],
  ['1.0c2', '1.0rc2'],
  ['1.0-1', '1.0.post1'],
  ['1.0.DEV', '1.0.dev0'],
  ['1!2.0-beta_3.post4.dev5+Ab-c', '1!2.0b3.post4.dev5+ab.c'],
  ['01.002', '1.2'],
])('%s is %s', (text, normal) => {
  expect(readVersion(text)?.normal).toBe(normal);
});

test.each(['', 'x', '1.0-nightly.1', '1.0a1b2', '1..0'])('"%s" is no version', (text) => {
  expect(readVersion(text)).toBe(null);
});

test('versions are ordered', () => {
  const ordered = [
    '1.0.dev1',
    '1.0a1.dev1',
    '1.0a1',
    '1.0a1.post1',
    '1.0b1',
    '1.0rc1',
    '1.0',
    '1.0.post1',
    '1.0.1',
    '1.10',
    '2.0',
    '1!0.1',
  ];
  const read = ordered.map((text) => {
    const version = readVersion(text);
    if (!version) throw new Error(text);
    return version;
  });
  expect(
    [...read]
      .reverse()
      .sort(compareVersions)
      .map(({ normal }) => normal),
  ).toEqual(ordered);
  expect(read.filter((version) => !isPrerelease(version)).map(({ normal }) => normal)).toEqual([
    '1.0',
    '1.0.post1',
    '1.0.1',
    '1.10',
    '2.0',
    '1!0.1',
  ]);
});

test.each([
  ['1.0', '1.0.0', true],
  ['1.0-rc.1', '1.0rc1', true],
  ['1.0', '1.0.1', false],
  ['1.0', '1.0+x', false],
])('%s and %s are the same: %s', (a, b, same) => {
  expect(sameVersion(a, b)).toBe(same);
});
