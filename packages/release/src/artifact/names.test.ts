import { describe, expect, it } from 'vitest';
import { expandTags, parseWheelFileName, sameVersion } from './file-name.ts';
import { isTakenByPypi } from './platform.ts';

describe('platform tags', () => {
  it.each([
    'any',
    'win32',
    'win_amd64',
    'win_arm64',
    'manylinux1_x86_64',
    'manylinux2014_aarch64',
    'manylinux_2_17_armv7l',
    'manylinux_2_39_riscv64',
    'musllinux_1_2_x86_64',
    'linux_armv7l',
    'macosx_10_12_x86_64',
    'macosx_11_0_arm64',
    'macosx_26_0_universal2',
    'ios_13_0_arm64_iphoneos',
    'android_24_arm64_v8a',
    'pyemscripten_2026_0_wasm32',
  ])('PyPI takes %s', (tag) => {
    expect(isTakenByPypi(tag)).toBe(true);
  });

  it.each([
    'linux_x86_64',
    'linux_aarch64',
    'manylinux_2_17_mips',
    'manylinux2010_aarch64',
    'musllinux_1_2_ppc64',
    'macosx_11_3_arm64',
    'macosx_16_0_arm64',
    'win_x86',
    'xwin32',
    'anyway',
    'freebsd_13_amd64',
  ])('PyPI refuses %s', (tag) => {
    expect(isTakenByPypi(tag)).toBe(false);
  });
});

describe("a wheel's file name", () => {
  it('stands for every combination of its tags', () => {
    const name = parseWheelFileName('a-1-py2.py3-none-any.whl');
    expect(name && expandTags(name)).toEqual(['py2-none-any', 'py3-none-any']);
  });

  it('may have a build number', () => {
    expect(parseWheelFileName('a-1-2b-py3-none-any.whl')).toMatchObject({
      version: '1',
      build: '2b',
    });
  });

  it.each([
    'a.whl',
    'a-1.whl',
    'a-1-py3-none.whl',
    'a-1-x-py3-none-any.whl',
    'a-1-py3-none-any.zip',
    '../a-1-py3-none-any.whl',
  ])('is not %s', (name) => {
    expect(parseWheelFileName(name)).toBeNull();
  });
});

it.each([
  ['1.0', '1.0.0', true],
  ['1.0a1', '1.0.0-alpha.1', true],
  ['1.0+a', '1.0', false],
  ['1.0+a.1', '1.0+A-1', true],
  ['1.0.post1', '1.0', false],
  ['x', 'x', true],
  ['x', '1.0', false],
])('versions %s and %s: equal %s', (one, other, expected) => {
  expect(sameVersion(one, other)).toBe(expected);
});
