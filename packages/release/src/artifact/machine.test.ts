import { describe, expect, it } from 'vitest';
import { elfOf, machoOf, peOf, universalOf } from './library.fixture.ts';
import { isLibrary, machinesFor, machinesIn } from './machine.ts';

describe('the machine code of a library', () => {
  it.each([
    ['x86_64', elfOf(62)],
    ['aarch64', elfOf(183)],
    ['i686', elfOf(3, { bits: 32 })],
    ['arm', elfOf(40, { bits: 32 })],
    ['ppc64le', elfOf(21)],
    ['s390x', elfOf(22, { order: 'BE' })],
    ['riscv64', elfOf(243)],
    ['ELF machine 258', elfOf(258)],
    ['arm64', machoOf(0x0100000c)],
    ['x86_64', machoOf(0x01000007)],
    ['win_amd64', peOf(0x8664)],
    ['win32', peOf(0x14c)],
    ['win_arm64', peOf(0xaa64)],
  ])('is for %s', (machine, library) => {
    expect(machinesIn(library)).toEqual([machine]);
  });

  it('is for both kinds of Mac in a universal library', () => {
    expect(machinesIn(universalOf(0x01000007, 0x0100000c))).toEqual(['x86_64', 'arm64']);
  });

  it('is none in what is no library, or is cut off', () => {
    expect(machinesIn(Buffer.alloc(64))).toBeNull();
    expect(machinesIn(Buffer.from('\x7fELF'))).toBeNull();
    expect(machinesIn(universalOf(...Array<number>(7).fill(1)).subarray(0, 64))).toBeNull();
    expect(machinesIn(peOf(0x8664).subarray(0, 64))).toBeNull();
    // A class of Java 8.
    expect(
      machinesIn(Buffer.concat([Buffer.from('cafebabe00000034', 'hex'), Buffer.alloc(80)])),
    ).toBeNull();
  });

  it.each([
    ['manylinux_2_17_x86_64', ['x86_64']],
    ['musllinux_1_2_armv7l', ['arm']],
    ['linux_armv6l', ['arm']],
    ['macosx_11_0_universal2', ['x86_64', 'arm64']],
    ['macosx_11_0_arm64', ['arm64']],
    ['win32', ['win32']],
    ['any', null],
  ])('is promised by the tag %s', (tag, machines) => {
    expect(machinesFor(tag)).toEqual(machines);
  });

  it('lies in files with these names', () => {
    const libraries = ['a/_n.abi3.so', 'a/_n.pyd', 'a.libs/libz-1a.so.1.2.11', 'x.dylib', 'y.dll'];
    expect(libraries.every(isLibrary)).toBe(true);
    expect(['a/so.py', 'a.so.py', 'a/dll'].some(isLibrary)).toBe(false);
  });
});
