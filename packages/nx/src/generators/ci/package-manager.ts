/** How the repository installs what its package.json names. */
export interface PackageManager {
  /** Brings the tool itself; null where Node does. */
  readonly enable: string | null;
  /** Installs what the lock file says, and runs no script of a package. */
  readonly install: string;
  /** What starts Nx. */
  readonly nx: string;
}

const npm = { enable: null, nx: 'npx nx' };
const corepack = 'corepack enable';

/** By the lock files at the root of the repository, given by its `listing`. Pure. */
export function packageManagerOf(listing: readonly string[]): PackageManager {
  const has = (file: string): boolean => listing.includes(file);
  if (has('pnpm-lock.yaml')) {
    const install = 'pnpm install --frozen-lockfile --ignore-scripts';
    return { enable: corepack, install, nx: 'pnpm exec nx' };
  }
  if (has('yarn.lock')) {
    const install = has('.yarnrc.yml')
      ? 'yarn install --immutable --mode=skip-build'
      : 'yarn install --frozen-lockfile --ignore-scripts';
    return { enable: corepack, install, nx: 'yarn run nx' };
  }
  const locked = has('package-lock.json') || has('npm-shrinkwrap.json');
  // A lock file that a job made would look like one of the repository.
  const install = locked ? 'npm ci' : 'npm install --no-package-lock';
  return { ...npm, install: `${install} --ignore-scripts` };
}
