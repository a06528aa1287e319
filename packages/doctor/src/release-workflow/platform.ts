/** What a runner's label says of its machine, in the words of GitHub's `runner` context. */
export interface Machine {
  readonly os: 'Linux' | 'Windows' | 'macOS';
  readonly arch: 'X64' | 'ARM64' | 'X86';
}

/**
 * Takes the labels of `runs-on`. Null when they name no system. Apple's are arm64 since macOS 14, but for
 * those that say `intel`, `large` or an older number.
 */
export function machineOf(labels: readonly string[]): Machine | null {
  const text = labels.join(' ').toLowerCase();
  if (text.includes('${{')) return agreedMachine(text);
  const arm = /\b(arm|arm64|aarch64)\b|[-_]arm\b/.test(text);
  if (/\bwin/.test(text)) return { os: 'Windows', arch: arm ? 'ARM64' : 'X64' };
  if (/macos|\bmac\b|darwin/.test(text)) {
    const intel = /macos-1[0-3]\b|intel|-large\b|\bx64\b|x86_64/.test(text) && !arm;
    return { os: 'macOS', arch: intel ? 'X64' : 'ARM64' };
  }
  if (/ubuntu|linux|debian/.test(text)) return { os: 'Linux', arch: arm ? 'ARM64' : 'X64' };
  return null;
}

/** The machine of a computed label, where all the labels that it may come to are of one kind. */
function agreedMachine(text: string): Machine | null {
  const labels = [...text.matchAll(/'([^']*)'/g)].map(([, label]) => machineOf([label!]));
  const [first, ...others] = labels.filter((machine) => machine !== null);
  const agreed = others.every(({ os, arch }) => os === first?.os && arch === first.arch);
  return first && agreed ? first : null;
}

const systems = {
  Linux: { gnu: 'unknown-linux-gnu', musl: 'unknown-linux-musl' },
  Windows: 'pc-windows-msvc',
  macOS: 'apple-darwin',
} as const;

const architectures: Record<Machine['arch'], string> = {
  X64: 'x86_64',
  ARM64: 'aarch64',
  X86: 'i686',
};

/** The short names that maturin-action, cibuildwheel and people use, as Rust has them. */
const aliases: Record<string, string> = {
  x64: 'x86_64',
  amd64: 'x86_64',
  x86: 'i686',
  win32: 'i686',
  arm64: 'aarch64',
  armv7l: 'armv7',
  ppc64le: 'powerpc64le',
  ppc64: 'powerpc64',
  riscv64: 'riscv64gc',
};

/** The triple of what a machine builds for when it is told nothing. */
export function nativeTriple(machine: Machine): string {
  return tripleOf(architectures[machine.arch], machine.os, false);
}

/**
 * Takes what a workflow names as its target: a triple, an architecture, or nothing; the machine; and whether
 * the wheel is for musl. Returns the triple; null when too little is known.
 */
export function targetTriple(
  named: string | null,
  machine: Machine | null,
  musl: boolean,
): string | null {
  if (!named) {
    if (!machine) return null;
    return tripleOf(architectures[machine.arch], machine.os, musl);
  }
  if (named.includes('${{') || named.includes('$')) return null;
  if (named === 'universal2') return 'universal2-apple-darwin';
  if (named.includes('-')) return musl ? named.replace(/-linux-gnu/, '-linux-musl') : named;
  return machine && tripleOf(aliases[named] ?? named, machine.os, musl);
}

function tripleOf(architecture: string, os: Machine['os'], musl: boolean): string {
  if (os !== 'Linux') return `${architecture}-${systems[os]}`;
  const system = musl ? systems.Linux.musl : systems.Linux.gnu;
  return `${architecture}-${system}${architecture === 'armv7' ? 'eabihf' : ''}`;
}
