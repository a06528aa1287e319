import type { Environment } from '../ports.ts';

/** The Rust target triple of this machine, without asking rustc: the Nx graph needs it at once. */
export function hostTriple(
  environment: Pick<Environment, 'platform' | 'architecture' | 'isMusl'>,
): string {
  const cpu = cpus[environment.architecture] ?? environment.architecture;
  if (environment.platform === 'darwin') return `${cpu}-apple-darwin`;
  if (environment.platform === 'win32') return `${cpu}-pc-windows-msvc`;
  return `${cpu}-unknown-linux-${environment.isMusl() ? 'musl' : 'gnu'}`;
}

const cpus: Readonly<Record<string, string>> = {
  x64: 'x86_64',
  arm64: 'aarch64',
  ia32: 'i686',
  ppc64: 'powerpc64le',
  s390x: 's390x',
  riscv64: 'riscv64gc',
};
