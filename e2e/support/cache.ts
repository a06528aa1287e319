import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What building the stubs leaves, as `e2e/support/stubs.ts` has made it: Nx's cache, and cargo's target folders. */
const stubs = join(import.meta.dirname, '../../.slipway/e2e/stubs');

/**
 * Nx's cache of this process: two that build the same at the same time would find each other's bytes in the place of their
 * own. It begins with the stubs, where they are built.
 */
export const cache = mkdtempSync(join(tmpdir(), 'slipway-cache-'));
if (existsSync(stubs)) cpSync(join(stubs, 'cache'), cache, { recursive: true });
process.once('exit', () => rmSync(cache, { recursive: true, force: true }));

/** Hands a workspace what cargo has compiled for the stubs: of that, what they need of others is as good as new. */
export async function shareTargets(root: string): Promise<void> {
  const from = join(stubs, 'target');
  if (existsSync(from)) await cp(from, join(root, '.slipway/target'), copied);
}

/** Keeps what this process has built in a workspace for all others. */
export async function keepStubs(root: string): Promise<void> {
  await rm(stubs, { recursive: true, force: true });
  await mkdir(stubs, { recursive: true });
  await cp(cache, join(stubs, 'cache'), copied);
  await cp(join(root, '.slipway/target'), join(stubs, 'target'), copied);
}

/** cargo compares when files were written. */
const copied = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true } as const;
