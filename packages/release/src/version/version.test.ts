import { describe, expect, it } from 'vitest';
import { acceptsVersion, newestVersion, readTag, takesPython } from './index.ts';

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
    ['1.0.0-beta.1', '1.0.1-beta.1', false],
    ['=1.0.0-rc.1', '1.0.0-rc.1', true],
    ['*', '1.0.0-rc.1', false],
    ['^0.0.3', '0.0.4', false],
    ['0.0', '0.0.9', true],
    ['=1.2', '1.2.9', true],
    ['>1.2', '1.2.9', false],
    ['<=1.2', '1.2.9', true],
    ['~1', '1.9.0', true],
    ['>= 0.2 , < 0.4', '0.3.1', true],
    ['1.2.*', '1.3.0', false],
    ['1.0.0+meta', '1.0.0', true],
    ['>1.*', '1.9.0', false],
    ['>1.*', '2.0.0', true],
    ['1.*.*', '1.9.0', true],
    ['=*', '1.0.0', false],
    ['*, 1', '1.0.0', false],
    ['nonsense', '1.0.0', false],
    ['', '1.0.0', false],
    ['1 || 2', '1.0.0', false],
    ['1.0.0 - 2.0.0', '1.0.0', false],
    ['v1.0.0', '1.0.0', false],
    ['1.0.0 <2', '1.0.0', false],
    ['01.0', '1.0.0', false],
  ])('%s and %s: %s', (requirement, version, accepted) => {
    expect(acceptsVersion(requirement, version)).toBe(accepted);
  });
});

describe('readTag', () => {
  it.each([
    ['v1.2.3', '1.2.3', '1.2.3', '', 'v{version}'],
    ['1.2.3', '1.2.3', '1.2.3', '', '{version}'],
    ['v0.7.0a1', '0.7.0-alpha.1', '0.7.0a1', '', 'v{version}'],
    ['v0.15.0.rc1', '0.15.0-rc.1', '0.15.0.rc1', '', 'v{version}'],
    ['v0.20.4-rc0', '0.20.4-rc0', '0.20.4-rc0', '', 'v{version}'],
    ['v0.4.0-1', '0.4.0-1', '0.4.0-1', '', 'v{version}'],
    ['python-v0.23.1rc0', '0.23.1-rc.0', '0.23.1rc0', 'python', 'python-v{version}'],
    ['py-1.2.3', '1.2.3', '1.2.3', 'py', 'py-{version}'],
    ['bindings/go/v0.1.16', '0.1.16', '0.1.16', 'bindings/go', 'bindings/go/v{version}'],
    ['bixarena/v2.0.0-rc4', '2.0.0-rc4', '2.0.0-rc4', 'bixarena', 'bixarena/v{version}'],
    ['tide_water@1.2.3', '1.2.3', '1.2.3', 'tide_water', 'tide_water@{version}'],
    ['tide-1.2.3-rc.1', '1.2.3-rc.1', '1.2.3-rc.1', 'tide', 'tide-{version}'],
    ['v0.13', '0.13.0', '0.13', '', 'v{version}'],
  ])('takes %s apart', (tag, version, spelled, prefix, format) => {
    expect(readTag(tag)).toEqual({ version, spelled, prefix, format, short: tag === 'v0.13' });
  });

  it.each([
    'rm',
    'v1',
    'v1.2.3.4',
    'v1.2.3-rerun',
    'v0.10.0-transformers',
    'nightly',
    'tide1.2.3',
    '',
  ])('finds no version in "%s"', (tag) => {
    expect(readTag(tag)).toBeNull();
  });
});

describe('the newest version', () => {
  it('is found in both spellings, and among what cannot be ordered', () => {
    expect(newestVersion(['0.9.0', '0.10.0', '0.11.0rc1', '2004.post1'])).toBe('0.11.0rc1');
    expect(newestVersion(['1.0.0-alpha.1', '1.0.0'])).toBe('1.0.0');
    expect(newestVersion(['2004.post1'])).toBeNull();
  });
});

describe('Requires-Python', () => {
  it.each([
    ['>=3.9', '3.8', false],
    ['>=3.9', '3.13t', true],
    ['>=3.8.1,<3.13', 'pypy3.10', true],
    ['<3.13', '3.13', false],
    [null, '3.7', true],
    ['nonsense', '3.7', false],
  ])('%s lets %s in: %s', (requirement, interpreter, isIn) => {
    expect(takesPython(requirement, interpreter)).toBe(isIn);
  });
});
