import { execa } from 'execa';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../pack/stage.ts';

/** A local npm registry that passes on what it does not have. */
export interface NpmRegistry {
  readonly url: string;
  publish(tarball: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts verdaccio on loopback; what it passes on it keeps in `storage`. */
export async function startNpmRegistry(storage?: string): Promise<NpmRegistry> {
  const program = join(repository, 'node_modules/verdaccio/bin/verdaccio');
  const uplink = (await execa('npm', ['config', 'get', 'registry'], { cwd: repository })).stdout;
  const folder = await mkdtemp(join(tmpdir(), 'slipway-npm-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const config = join(folder, 'config.yaml');
  const kept = storage ?? join(folder, 'storage');
  // Ours are new in each run.
  await rm(join(kept, '@slipway'), { recursive: true, force: true });
  await writeFile(config, configuration(kept, uplink.trim()));
  const server = execa(process.execPath, [program, '--config', config, '--listen', url], {
    reject: false,
    all: true,
  });
  await answered(url, server);
  const settings = join(folder, 'npmrc');
  await writeFile(settings, `//${new URL(url).host}/:_authToken=anybody\n`);
  return {
    url,
    async publish(tarball) {
      const args = ['publish', tarball, '--registry', url, '--userconfig', settings];
      await execa('npm', args, { cwd: folder, all: true });
    },
    async close() {
      server.kill();
      await server;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(storage: string, uplink: string): string {
  return `storage: ${storage}
uplinks: { npm: { url: ${JSON.stringify(uplink)}, timeout: 60s, maxage: 30m } }
packages:
  '@slipway/*': { access: $all, publish: $all }
  '**': { access: $all, proxy: npm }
log: { type: stdout, level: error }
`;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function answered(url: string, server: Promise<unknown>): Promise<void> {
  let ended = false;
  void server.then(() => (ended = true));
  for (let tries = 0; tries < 300 && !ended; tries += 1) {
    if (await fetch(`${url}/-/ping`).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('verdaccio did not start');
}
