import { expect, it } from 'vitest';
import { previousTag } from './previous-tag.ts';

const tags = [
  '0.9.0',
  '1.0.0-rc.1',
  '1.0.0',
  '1.1.0-alpha.1',
  '1.1.0-alpha.10',
  '1.1.0-alpha.2',
  '2.0.0',
  'nightly',
].map((version) => ({ name: `v${version}`, version }));

it.each([
  ['1.1.0', 'v1.0.0'],
  ['1.0.0', 'v0.9.0'],
  ['1.1.0-alpha.11', 'v1.1.0-alpha.10'],
  ['1.0.1-rc.1', 'v1.0.0'],
  ['1.1.0-beta.1', 'v1.1.0-alpha.10'],
  ['3.0.0', 'v2.0.0'],
  ['0.9.0', null],
  ['not a version', null],
])('a release of %s follows %s', (version, expected) => {
  expect(previousTag(tags, version)).toBe(expected);
});

it('knows no tag before the first', () => {
  expect(previousTag([], '1.0.0')).toBeNull();
});
