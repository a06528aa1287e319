/** A platform that wheels are made for. */
export interface Platform {
  /** Rust target triple; `universal2-apple-darwin` is maturin's name for both kinds of Mac in one wheel. */
  readonly target: string;
  /** As people say it. */
  readonly title: string;
  readonly system: 'linux' | 'macos' | 'windows';
  /** Linux only. */
  readonly libc: 'gnu' | 'musl' | null;
  /** The last part of a wheel's platform tag. */
  readonly machine: string;
  /** The label of GitHub's hosted runner that builds it, natively where there is one. */
  readonly runner: string;
}

const linux = 'ubuntu-24.04';
const linuxArm = 'ubuntu-24.04-arm';
const mac = 'macos-15';

/** Target triple, machine in the platform tag, runner. The rest is in the triple. */
const rows: readonly (readonly [target: string, machine: string, runner: string])[] = [
  ['x86_64-unknown-linux-gnu', 'x86_64', linux],
  ['aarch64-unknown-linux-gnu', 'aarch64', linuxArm],
  ['i686-unknown-linux-gnu', 'i686', linux],
  ['armv7-unknown-linux-gnueabihf', 'armv7l', linux],
  ['arm-unknown-linux-gnueabihf', 'armv6l', linux],
  ['powerpc64le-unknown-linux-gnu', 'ppc64le', linux],
  ['s390x-unknown-linux-gnu', 's390x', linux],
  ['riscv64gc-unknown-linux-gnu', 'riscv64', linux],
  ['x86_64-unknown-linux-musl', 'x86_64', linux],
  ['aarch64-unknown-linux-musl', 'aarch64', linuxArm],
  ['i686-unknown-linux-musl', 'i686', linux],
  ['armv7-unknown-linux-musleabihf', 'armv7l', linux],
  ['arm-unknown-linux-musleabihf', 'armv6l', linux],
  ['powerpc64le-unknown-linux-musl', 'ppc64le', linux],
  ['s390x-unknown-linux-musl', 's390x', linux],
  ['riscv64gc-unknown-linux-musl', 'riscv64', linux],
  ['x86_64-apple-darwin', 'x86_64', 'macos-15-intel'],
  ['aarch64-apple-darwin', 'arm64', mac],
  ['universal2-apple-darwin', 'universal2', mac],
  ['x86_64-pc-windows-msvc', 'win_amd64', 'windows-2025'],
  ['x86_64-pc-windows-gnu', 'win_amd64', 'windows-2025'],
  ['i686-pc-windows-msvc', 'win32', 'windows-2025'],
  ['i686-pc-windows-gnu', 'win32', 'windows-2025'],
  ['aarch64-pc-windows-msvc', 'win_arm64', 'windows-11-arm'],
];

const platforms: ReadonlyMap<string, Platform> = new Map(
  rows.map(([target, machine, runner]) => [target, toPlatform(target, machine, runner)]),
);

function toPlatform(target: string, machine: string, runner: string): Platform {
  const system = /-apple-/.test(target) ? 'macos' : /-windows-/.test(target) ? 'windows' : 'linux';
  const libc = system === 'linux' ? (target.includes('musl') ? 'musl' : 'gnu') : null;
  const name = { linux: 'Linux', macos: 'macOS', windows: 'Windows' }[system];
  const cpu = machine.replace('win_amd64', 'x86_64').replace('win32', 'i686').replace('win_', '');
  const title = `${name} ${cpu}${libc === 'musl' ? ' (musl)' : ''}`;
  return { target, title, system, libc, machine, runner };
}

/** What is known of a target triple; null when wheels for it are none that PyPI takes. */
export function findPlatform(target: string): Platform | null {
  return platforms.get(target) ?? null;
}

/** Every target triple that wheels can be made for. */
export const knownTargets: readonly string[] = [...platforms.keys()];

/** Those that somebody who wrote `text` may have meant: `linux-aarch64`, `macos-arm64`, `win_amd64`. */
export function similarTargets(text: string): readonly string[] {
  const words = new Set(
    text
      .toLowerCase()
      .replaceAll('x86_64', 'x86-64')
      .split(/[-_\s]+/)
      .flatMap((word) => synonyms[word] ?? [word]),
  );
  const score = ({ target, system, machine }: Platform): number =>
    [...target.replace('x86_64', 'x86').split('-'), system, machine].filter((word) =>
      words.has(word),
    ).length;
  const scored = [...platforms.values()].map((one) => ({ target: one.target, score: score(one) }));
  const best = Math.max(...scored.map((one) => one.score));
  return best === 0
    ? knownTargets
    : scored.filter((one) => one.score === best).map((one) => one.target);
}

const synonyms: Readonly<Record<string, readonly string[]>> = {
  amd64: ['x86'],
  x64: ['x86'],
  arm64: ['arm64', 'aarch64'],
  win: ['windows'],
  mac: ['macos'],
  osx: ['macos'],
  manylinux: ['linux', 'gnu'],
  musllinux: ['linux', 'musl'],
  ppc64le: ['powerpc64le'],
  riscv64: ['riscv64gc'],
};

/** What rustup calls the targets of a platform: a wheel for both kinds of Mac is compiled twice. */
export function rustTargets({ target, machine }: Platform): readonly string[] {
  return machine === 'universal2' ? ['x86_64-apple-darwin', 'aarch64-apple-darwin'] : [target];
}

/** Whether a wheel's platform tag is one of this platform. https://packaging.python.org/specifications/platform-compatibility-tags/ */
export function tagFits(tag: string, { system, libc, machine }: Platform): boolean {
  if (system === 'windows') return tag === machine;
  if (system === 'macos') return new RegExp(`^macosx_\\d+_\\d+_${machine}$`).test(tag);
  // PyPI has no policies for the oldest ARM, and takes the plain tag.
  if (machine === 'armv6l') return tag === 'linux_armv6l';
  const policy = libc === 'musl' ? 'musllinux_\\d+_\\d+' : '(?:manylinux\\w+|linux)';
  return new RegExp(`^${policy}_${machine}$`).test(tag);
}

/** Whether a machine can build for a platform, given Rust's standard library for it: its own system, and Linux anywhere by zig. */
export function canBuild(host: string, { system }: Platform): boolean {
  return system === 'linux' ? !host.includes('-windows-') : findPlatform(host)?.system === system;
}

/** Whether a machine can run what is built for a platform. */
export function canRun(host: string, platform: Platform): boolean {
  if (platform.target === host) return true;
  return platform.machine === 'universal2' && host.endsWith('-apple-darwin');
}
