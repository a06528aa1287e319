import { noLockFile, unpinnedPackageManager } from '@slipway/release/finding';
import { parse, type ParseError } from 'jsonc-parser';
import { uses } from './actions.ts';

/** How the repository installs what its package.json names. */
export interface PackageManager {
  /** The lines of the step that brings the tool; null where the runner has it, or a command brings it. */
  readonly action: readonly string[] | null;
  /** The command that brings the tool, before it installs; null where it is there. */
  readonly enable: string | null;
  /** Installs what the lock file says, and runs no script of a package. */
  readonly install: string;
  /** What starts Nx. */
  readonly nx: string;
}

/** What a repository has at its root. */
export interface RootFiles {
  /** Paths of its files. */
  readonly listing: readonly string[];
  /** The texts of package.json and .yarnrc.yml; null where there is none. */
  readonly packageJson: string | null;
  readonly yarnrc: string | null;
}

const corepack = 'corepack enable';

const managers = {
  npm: {
    locks: ['package-lock.json', 'npm-shrinkwrap.json'],
    install: 'npm ci --ignore-scripts',
    nx: 'npx nx',
  },
  pnpm: {
    locks: ['pnpm-lock.yaml'],
    install: 'pnpm install --frozen-lockfile --ignore-scripts',
    nx: 'pnpm exec nx',
  },
  yarn: {
    locks: ['yarn.lock'],
    install: 'yarn install --frozen-lockfile --ignore-scripts',
    nx: 'yarn run nx',
  },
  bun: {
    locks: ['bun.lock', 'bun.lockb'],
    install: 'bun install --frozen-lockfile --ignore-scripts',
    nx: 'bun run nx',
  },
} as const;

type Name = keyof typeof managers;

/** Where a lock file of several tools is there and package.json names none: the first of these. */
const order: readonly Name[] = ['pnpm', 'yarn', 'bun', 'npm'];

/**
 * By the field `packageManager` of package.json (https://nodejs.org/api/packages.html#packagemanager), else by the lock
 * file at the root. What is installed beside an identity comes from a lock file alone, and so does not without one; the tool
 * that reads it is one version, which the field names. Pure.
 * @throws SlipwayError SLW664 without a lock file, SLW665 for a tool that is not known, or whose version is not.
 */
export function packageManagerOf({ listing, packageJson, yarnrc }: RootFiles): PackageManager {
  const isLocked = (name: Name): boolean =>
    managers[name].locks.some((file) => listing.includes(file));
  const stated = statedManager(packageJson);
  const name = stated?.name ?? order.find(isLocked) ?? 'npm';
  if (!isName(name)) throw unpinnedPackageManager.error({ name, known: Object.keys(managers) });
  const { locks, install, nx } = managers[name];
  if (!isLocked(name)) throw noLockFile.error({ name, file: locks[0] });
  if (name === 'npm') return { action: null, enable: null, install, nx };
  if (name === 'yarn' && isClassic(listing, stated?.version ?? null)) {
    return { action: null, enable: stated ? corepack : null, install, nx };
  }
  const hasOwn = name === 'yarn' && /^yarnPath:/m.test(yarnrc ?? '');
  const version = stated?.version ?? null;
  if (version === null && !hasOwn) throw unpinnedPackageManager.error({ name, known: null });
  if (name === 'bun') {
    // Corepack knows no Bun, and `npm install --global` reads no lock file.
    const action = [uses('setupBun'), `with: { bun-version: ${version}, no-cache: true }`];
    return { action, enable: null, install, nx };
  }
  const enable = hasOwn ? null : corepack;
  return name === 'yarn'
    ? { action: null, enable, install: 'yarn install --immutable --mode=skip-build', nx }
    : { action: null, enable, install, nx };
}

const isName = (name: string): name is Name => Object.hasOwn(managers, name);

/** Yarn 1 has no configuration file of this name; the runners of GitHub bring it. */
function isClassic(listing: readonly string[], version: string | null): boolean {
  return version === null ? !listing.includes('.yarnrc.yml') : version.startsWith('1.');
}

/** `pnpm@10.2.0+sha512.…`: the tool, and its version where that is one. */
function statedManager(text: string | null): { name: string; version: string | null } | null {
  const errors: ParseError[] = [];
  const manifest: unknown = text === null ? null : parse(text, errors);
  const stated =
    typeof manifest === 'object' && manifest !== null && 'packageManager' in manifest
      ? manifest.packageManager
      : null;
  if (typeof stated !== 'string') return null;
  const [name = '', rest = ''] = stated.split('@');
  const [version = ''] = rest.split('+');
  return { name, version: /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) ? version : null };
}
