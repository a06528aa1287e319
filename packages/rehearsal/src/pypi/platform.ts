/** Platform tags of the wheels that PyPI takes. Warehouse, `forklift/legacy.py`, of August 2026. */
const linux = 'x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64';
const apple = 'arm64|x86_64|i386|ppc|ppc64|intel|fat|fat3|fat32|fat64|universal|universal2';

const taken = new RegExp(
  `^(?:${[
    'any',
    'win32|win_amd64|win_arm64|win_ia64',
    'manylinux1_(?:x86_64|i686)',
    'manylinux2010_(?:x86_64|i686)',
    `manylinux2014_(?:${linux}|ppc64)`,
    `manylinux_\\d+_\\d+_(?:${linux}|ppc64)`,
    `musllinux_\\d+_\\d+_(?:${linux})`,
    'linux_armv6l|linux_armv7l',
    `macosx_10_\\d+_(?:${apple})`,
    `macosx_(?:11|12|13|14|15|26)_0_(?:${apple})`,
    'ios_\\d+_\\d+_(?:arm64|x86_64)_iphone(?:os|simulator)',
    'android_\\d+_(?:arm64_v8a|armeabi_v7a|x86_64|x86)',
    'pyemscripten_\\w+_wasm32',
  ].join('|')})$`,
);

export function isTakenPlatform(tag: string): boolean {
  return taken.test(tag);
}
