import { execa } from 'execa';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

/** verdaccio, pinned, in a folder of its own: two hundred packages that only these tests need. */
const version = '6.10.4';
const home = join(repository, '.slipway/tools', `verdaccio-${version}`);

/** verdaccio asks for `node-fetch@cjs`, a tag that mirrors of the npm registry do not keep. */
const manifest = { private: true, overrides: { 'node-fetch': '2.7.0' } };

/** A local npm registry that passes on what it does not have. */
export interface NpmRegistry {
  readonly url: string;
  publish(tarball: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts verdaccio on loopback, with an empty storage of its own. */
export async function startNpmRegistry(): Promise<NpmRegistry> {
  const program = join(home, 'node_modules/verdaccio/bin/verdaccio');
  const uplink = (await execa('npm', ['config', 'get', 'registry'], { cwd: repository })).stdout;
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), JSON.stringify(manifest));
  const pinned = `verdaccio@${version}`;
  await execa('npm', ['install', '--no-audit', '--no-fund', '--save-exact', pinned], { cwd: home });
  const folder = await mkdtemp(join(tmpdir(), 'slipway-npm-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const config = join(folder, 'config.yaml');
  await writeFile(config, configuration(folder, uplink.trim()));
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
      // Provenance, which the packages ask for, is of CI alone.
      const local = ['--provenance=false', '--registry', url, '--userconfig', settings];
      const args = ['publish', tarball, ...local];
      await execa('npm', args, { cwd: folder, all: true });
    },
    async close() {
      server.kill();
      await server;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, uplink: string): string {
  return `storage: ${folder}/storage
uplinks: { npm: { url: ${JSON.stringify(uplink)} } }
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
  for (let tries = 0; tries < 150 && !ended; tries += 1) {
    if (await fetch(`${url}/-/ping`).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('verdaccio did not start');
}
