/**
 * Platform tags that PyPI takes, as of August 2026.
 * https://packaging.python.org/specifications/platform-compatibility-tags/
 */
const GLIBC = '(?:x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64)';
const APPLE = '(?:arm64|x86_64|i386|ppc|ppc64|intel|fat|fat3|fat32|fat64|universal|universal2)';

const TAKEN: readonly RegExp[] = [
  /any/,
  /win32|win_amd64|win_arm64|win_ia64/,
  /manylinux1_(?:x86_64|i686)/,
  /manylinux2010_(?:x86_64|i686)/,
  /manylinux2014_(?:x86_64|i686|aarch64|armv7l|ppc64|ppc64le|s390x)/,
  new RegExp(`manylinux_\\d+_\\d+_(?:${GLIBC}|ppc64)`),
  new RegExp(`musllinux_\\d+_\\d+_${GLIBC}`),
  // The Raspberry Pi's: everything else on plain Linux says nothing about its C library.
  /linux_armv6l|linux_armv7l/,
  new RegExp(`macosx_10_\\d+_${APPLE}`),
  new RegExp(`macosx_(?:11|12|13|14|15|26)_0_${APPLE}`),
  /ios_\d+_\d+_(?:arm64|x86_64)_(?:iphoneos|iphonesimulator)/,
  /android_\d+_(?:arm64_v8a|armeabi_v7a|x86_64|x86)/,
  /pyemscripten_\w+_wasm32/,
].map((pattern) => new RegExp(`^(?:${pattern.source})$`));

/** Whether PyPI takes wheels with this platform tag. */
export function isTakenByPypi(platformTag: string): boolean {
  return TAKEN.some((pattern) => pattern.test(platformTag));
}
