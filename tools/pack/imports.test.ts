import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undeclaredImports } from './imports.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-imports-'));
  const manifest = {
    name: '@slipway/nx',
    dependencies: { 'jsonc-parser': '3.3.1', '@slipway/release': '0.1.0' },
    devDependencies: { diff: '8.0.4' },
    peerDependencies: { nx: '>=22', '@nx/devkit': '>=22' },
    peerDependenciesMeta: { '@nx/devkit': { optional: true } },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
});
afterEach(() => rm(folder, { recursive: true }));

async function undeclared(files: Record<string, string>): Promise<string[]> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return undeclaredImports(folder);
}

describe('what a packed file imports', () => {
  it('comes with its package', async () => {
    expect(
      await undeclared({
        'plugin.mjs': "import * as module from 'node:module'; import './src/a.js';",
        'src/a.js':
          "import { parse } from 'jsonc-parser'; import { VersionActions } from 'nx/release';\n" +
          "export * from '@slipway/release/plan'; const fs = await import('fs');",
        'src/a.d.ts': "import type { Tree } from '@nx/devkit';",
      }),
    ).toEqual([]);
  });

  // `ci`, `status`, `verify` and `retreat` died of the first.
  it.each([
    ["import { readNxJson } from '@nx/devkit';", '@nx/devkit'],
    ["const kit = await import('@nx/js/src/x.js');", '@nx/js'],
    ["export { diff } from 'diff';", 'diff'],
    ["import 'execa';", 'execa'],
    ["const a = require('semver');", 'semver'],
  ])('is found where it does not: %s', async (line, name) => {
    expect(await undeclared({ 'src/deep/planted.js': line })).toEqual([
      `src/deep/planted.js imports ${name}`,
    ]);
  });
});
