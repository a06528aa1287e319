/**
 * The machines whose code a library holds, as wheels' platform tags end: `x86_64`, `aarch64`, `win_amd64`;
 * both kinds of Mac in a universal one; `arm` for every 32-bit ARM. Null when it is no library.
 * ELF: System V gABI 4; Mach-O: `mach-o/loader.h`, `fat.h`; PE: Microsoft's PE format.
 */
export function machinesIn(library: Uint8Array): readonly string[] | null {
  const view = new DataView(library.buffer, library.byteOffset, library.byteLength);
  if (view.byteLength < 64) return null;
  const magic = view.getUint32(0);
  if (magic === 0x7f454c46) return [inElf(view)];
  if (magic === 0xcffaedfe) return [cpus[view.getUint32(4, true)] ?? 'unknown'];
  if (magic === 0xcafebabe) return inUniversal(view);
  return magic >>> 16 === 0x4d5a ? inPe(view) : null;
}

/** e_machine, where the class (1: 32 bits) and the order of bytes (1: little endian) tell names apart. */
function inElf(view: DataView): string {
  const isLittle = view.getUint8(5) === 1;
  const is64 = view.getUint8(4) === 2;
  const machine = view.getUint16(18, isLittle);
  return elf[`${machine} ${is64 ? 64 : 32} ${isLittle ? 'LE' : 'BE'}`] ?? `ELF machine ${machine}`;
}

const elf: Readonly<Record<string, string>> = {
  '3 32 LE': 'i686',
  '21 64 LE': 'ppc64le',
  '21 64 BE': 'ppc64',
  '22 64 BE': 's390x',
  '40 32 LE': 'arm',
  '62 64 LE': 'x86_64',
  '183 64 LE': 'aarch64',
  '243 64 LE': 'riscv64',
};

const cpus: Readonly<Record<number, string>> = { 0x01000007: 'x86_64', 0x0100000c: 'arm64' };

function inUniversal(view: DataView): readonly string[] | null {
  const count = view.getUint32(4);
  // The same number begins Java's classes, and theirs is a version, from 45 on.
  if (count > 8 || view.byteLength < 8 + 20 * count) return null;
  return Array.from(
    { length: count },
    (_, index) => cpus[view.getUint32(8 + 20 * index)] ?? 'unknown',
  );
}

const pe: Readonly<Record<number, string>> = {
  0x014c: 'win32',
  0x8664: 'win_amd64',
  0xaa64: 'win_arm64',
};

function inPe(view: DataView): readonly string[] | null {
  const at = view.getUint32(60, true);
  if (at + 6 > view.byteLength || view.getUint32(at) !== 0x50450000) return null;
  const machine = view.getUint16(at + 4, true);
  return [pe[machine] ?? `PE machine ${machine}`];
}

/** The machines that a platform tag promises code for; null when it promises none. */
export function machinesFor(platformTag: string): readonly string[] | null {
  if (platformTag.endsWith('_universal2')) return ['x86_64', 'arm64'];
  if (/^linux_armv|_armv7l$/.test(platformTag)) return ['arm'];
  const machine =
    /^(win32|win_amd64|win_arm64)$|_(x86_64|i686|aarch64|arm64|ppc64le|ppc64|s390x|riscv64)$/.exec(
      platformTag,
    );
  return machine ? [machine[1] ?? machine[2]!] : null;
}

/** Whether a file of a wheel is a library by its name. */
export function isLibrary(path: string): boolean {
  return /\.(so|pyd|dylib|dll)(\.[\d.]+)?$/.test(path);
}
