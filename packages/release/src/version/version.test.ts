import { describe, expect, it } from 'vitest';
import { acceptsVersion, normalizedName, parseTag } from './index.ts';

describe('acceptsVersion, as cargo reads requirements', () => {
  it.each([
    ['0.3.0', '0.3.1', true],
    ['0.3', '0.3.1', true],
    ['0.3.0', '0.4.0', false],
    ['1', '1.9.0', true],
    ['=0.3.0', '0.3.1', false],
    ['=0.3.1', '0.3.1', true],
    ['~0.3.1', '0.3.9', true],
    ['>=0.2, <0.4', '0.3.1', true],
    ['>=0.2, <0.3', '0.3.1', false],
    ['1.*', '1.4.0', true],
    ['*', '9.9.9', true],
    ['1.0.0-beta.1', '1.0.0-beta.2', true],
    ['1.0.0', '1.0.0-beta.2', false],
    ['nonsense', '1.0.0', false],
  ])('%s and %s: %s', (requirement, version, accepted) => {
    expect(acceptsVersion(requirement, version)).toBe(accepted);
  });
});

describe('parseTag', () => {
  it.each([
    ['v1.2.3', '1.2.3'],
    ['1.2.3', '1.2.3'],
    ['v0.3.1-rc.1', '0.3.1-rc.1'],
    ['tide-v1.2.3', '1.2.3'],
    ['tide@1.2.3', '1.2.3'],
    ['py-1.2.3', '1.2.3'],
    ['v1', null],
    ['v1.2.3.4', null],
    ['nightly', null],
    ['v01.2.3', null],
  ])('%s names %s', (tag, version) => {
    expect(parseTag(tag)).toBe(version);
  });
});

it('compares names as PEP 503 does', () => {
  expect(normalizedName('Tide_Water..Candles')).toBe('tide-water-candles');
});
