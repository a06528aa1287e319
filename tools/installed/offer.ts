import { execa } from 'execa';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../pack/stage.ts';
import { managers } from './cells.ts';
import { kept } from './programs.ts';
import { startNpmRegistry } from './registry.ts';
import type { Offer } from './stranger.ts';

/** The packages as they are now, packed and served. */
export async function offerPackages(): Promise<Offer & { close(): Promise<void> }> {
  await execa('node', ['tools/pack/main.ts'], { cwd: repository });
  const registry = await startNpmRegistry(join(kept, 'registry'));
  const tarballs = join(repository, 'dist/packages');
  for (const file of await readdir(tarballs)) await registry.publish(join(tarballs, file));
  const caches = await mkdtemp(join(tmpdir(), 'slipway-caches-'));
  const { pnpm, bun } = managers;
  return {
    registry: registry.url,
    caches,
    versions: { pnpm, bun, yarn: managers['@yarnpkg/cli-dist'] },
    async close() {
      await registry.close();
      await rm(caches, { recursive: true, force: true });
    },
  };
}
