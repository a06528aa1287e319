import { describe, expect, it } from 'vitest';
import { isTakenByPypi } from '../artifact/index.ts';
import {
  canBuild,
  canRun,
  findPlatform,
  knownTargets,
  rustTargets,
  similarTargets,
  tagFits,
} from './index.ts';

const example = (target: string): string => {
  const { system, libc, machine } = findPlatform(target)!;
  if (system === 'windows') return machine;
  if (system === 'macos') return `macosx_11_0_${machine}`;
  if (machine === 'armv6l') return 'linux_armv6l';
  return `${libc === 'musl' ? 'musllinux_1_2' : 'manylinux_2_31'}_${machine}`;
};

describe('platforms', () => {
  it.each(knownTargets)('%s has a tag that PyPI takes', (target) => {
    expect(isTakenByPypi(example(target))).toBe(true);
    expect(tagFits(example(target), findPlatform(target)!)).toBe(true);
  });

  it.each([
    ['musllinux_1_2_x86_64', 'x86_64-unknown-linux-gnu'],
    ['manylinux_2_17_aarch64', 'x86_64-unknown-linux-gnu'],
    ['manylinux2014_x86_64', 'x86_64-unknown-linux-musl'],
    ['macosx_11_0_x86_64', 'aarch64-apple-darwin'],
    ['macosx_11_0_arm64', 'universal2-apple-darwin'],
    ['win_amd64', 'aarch64-pc-windows-msvc'],
  ])('%s is no tag of %s', (tag, target) => {
    expect(tagFits(tag, findPlatform(target)!)).toBe(false);
  });

  it('knows what people may have meant', () => {
    expect(similarTargets('linux-aarch64')).toEqual([
      'aarch64-unknown-linux-gnu',
      'aarch64-unknown-linux-musl',
    ]);
    expect(similarTargets('macos-arm64')).toEqual(['aarch64-apple-darwin']);
    expect(similarTargets('win_amd64')).toContain('x86_64-pc-windows-msvc');
    expect(similarTargets('x86_64-unknown-linux-gnux')).toContain('x86_64-unknown-linux-musl');
    expect(similarTargets('quantum')).toEqual(knownTargets);
  });

  it('knows what rustup has to add', () => {
    expect(rustTargets(findPlatform('universal2-apple-darwin')!)).toEqual([
      'x86_64-apple-darwin',
      'aarch64-apple-darwin',
    ]);
    const gnu = 's390x-unknown-linux-gnu';
    expect(rustTargets(findPlatform(gnu)!)).toEqual([gnu]);
  });

  it('knows which machine builds and runs what', () => {
    const host = 'x86_64-unknown-linux-gnu';
    expect(canBuild(host, findPlatform('s390x-unknown-linux-gnu')!)).toBe(true);
    expect(canBuild(host, findPlatform('aarch64-apple-darwin')!)).toBe(false);
    expect(canRun(host, findPlatform('x86_64-unknown-linux-musl')!)).toBe(false);
    expect(canRun('aarch64-apple-darwin', findPlatform('universal2-apple-darwin')!)).toBe(true);
  });
});
