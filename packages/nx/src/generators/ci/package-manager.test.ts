import { describe, expect, it } from 'vitest';
import { packageManagerOf, type PackageManager } from './package-manager.ts';

/** By files at the root, and what package.json and .yarnrc.yml say. */
const of = (
  files: readonly string[],
  stated: string | null = null,
  yarnrc: string | null = null,
): PackageManager => {
  const packageJson = stated === null ? null : JSON.stringify({ packageManager: stated });
  return packageManagerOf({ listing: files, packageJson, yarnrc });
};

describe('what is installed beside an identity', () => {
  it('comes from the lock file of the tool that package.json names, of two', () => {
    const both = ['pnpm-lock.yaml', 'package-lock.json'];
    expect(of(both, 'npm@10.9.0').install).toBe('npm ci --ignore-scripts');
    expect(of(both, 'pnpm@10.2.0').nx).toBe('pnpm exec nx');
    expect(of(['npm-shrinkwrap.json']).enable).toBeNull();
  });

  it.each([
    ['npm', [], null],
    ['npm', ['package.json', 'crates/a/package-lock.json'], null],
    ['pnpm', ['package-lock.json'], 'pnpm@10.2.0'],
    ['bun', [], 'bun@1.4.5'],
  ])('SLW664: comes from no registry alone: %s, %j', (name, files, stated) => {
    expect(() => of(files, stated)).toThrow(new RegExp(`no .* so ${name} would install`));
  });

  it.each([
    ['deno', ['package-lock.json'], 'deno@2.5.0'],
    ['pnpm', ['pnpm-lock.yaml'], null],
    ['pnpm', ['pnpm-lock.yaml'], 'pnpm@latest'],
    ['bun', ['bun.lockb'], null],
    ['yarn', ['yarn.lock', '.yarnrc.yml'], null],
    ['constructor', ['package-lock.json'], 'constructor@1.0.0'],
  ])(
    'SLW665: is brought by no tool that nobody knows, and none of any version: %s',
    (name, files, stated) => {
      expect(() => of(files, stated)).toThrow(name);
    },
  );

  it('is brought by one version of the tool', () => {
    expect(of(['pnpm-lock.yaml'], 'pnpm@10.2.0+sha512.abc').enable).toBe('corepack enable');
    for (const stated of ['bun@1.4.5', 'bun@1.4.5+sha512.abc']) {
      const { action, enable } = of(['bun.lock'], stated);
      expect(action?.[0]).toMatch(/^uses: oven-sh\/setup-bun@[0-9a-f]{40} # v/);
      expect(action?.[1]).toBe('with: { bun-version: 1.4.5, no-cache: true }');
      expect(enable).toBeNull();
    }
    expect(of(['yarn.lock']).enable).toBeNull();
    expect(of(['yarn.lock'], 'yarn@1.22.22').enable).toBe('corepack enable');
  });

  it('runs no script of a newer yarn either, which may lie in the repository', () => {
    const files = ['yarn.lock', '.yarnrc.yml'];
    const install = 'yarn install --immutable --mode=skip-build';
    expect(of(files, 'yarn@4.9.1')).toMatchObject({ install, enable: 'corepack enable' });
    const committed = of(files, null, 'yarnPath: .yarn/releases/yarn-4.9.1.cjs\n');
    expect(committed).toMatchObject({ install, enable: null });
  });
});
