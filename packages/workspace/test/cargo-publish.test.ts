import { execa } from 'execa';
import { chmod, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { packageCrate, readRecord } from '@slipway/release/build';
import { crateFolder } from '@slipway/release/layout';
import { readRepository, type Crate } from '@slipway/release/manifest';
import type { Artifact } from '@slipway/release/plan';
import { nodePorts } from '@slipway/release/node';
import { publishCrate, publishPython } from '@slipway/release/publish';
import { findingOf, openProbe, ports, type Probe } from './probe.ts';

const texts = new Map([
  ['Cargo.toml', '[workspace]\nmembers = ["probe"]\nresolver = "2"\n'],
  [
    'probe/Cargo.toml',
    '[package]\nname = "slipway-probe"\nversion = "0.1.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "A probe."\n',
  ],
]);
const repository = readRepository(texts, [...texts.keys()], {});

let probe: Probe;
beforeEach(async () => {
  probe = await openProbe(repository);
});
afterEach(() => probe.close());

/** A crate in a git repository, packaged by the real cargo. */
async function packaged(): Promise<{ crate: Crate; artifact: Artifact }> {
  const { files } = ports;
  for (const [file, text] of texts) await files.write(join(probe.root, file), text);
  await files.write(join(probe.root, 'probe/src/lib.rs'), '');
  await files.write(join(probe.root, '.gitignore'), 'target\ndist\n.slipway\n');
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'feat: one'],
  ]) {
    await execa('git', args, { cwd: probe.root });
  }
  const crate = repository.crates[0]!;
  await packageCrate(crate, repository, probe.workshop);
  const folder = crateFolder('slipway-probe');
  const { artifacts } = await readRecord(folder, 'slipway-probe:build', probe.workshop);
  return { crate, artifact: artifacts[0]! };
}

async function publish({ crate, artifact }: { crate: Crate; artifact: Artifact }): Promise<void> {
  const to = await probe.destination();
  await publishCrate(
    crate,
    artifact,
    { ...to, cratesIo: to.cratesIo! },
    probe.workshop,
    probe.told,
  );
}

it.runIf(process.platform !== 'win32')(
  'cargo starts no program that the repository names, while a token is near',
  async () => {
    const made = await packaged();
    const loot = join(probe.root, 'dist/loot');
    const evil = join(probe.root, 'evil');
    await ports.files.write(evil, `#!/bin/sh\necho "$0 $@" >> '${loot}'\nexec "$@"\n`);
    await chmod(evil, 0o755);
    const config = `
[build]
rustc = "${evil}"
rustc-wrapper = "${evil}"
rustc-workspace-wrapper = "${evil}"
[target.'cfg(all())']
runner = "${evil}"
[credential-alias]
slipway = ["${evil}"]
[registry]
default = "other"
global-credential-providers = ["${evil}"]
credential-provider = "${evil}"
[registries.other]
index = "sparse+http://127.0.0.1:9/"
credential-provider = "${evil}"
[alias]
p = "publish"
[resolver]
incompatible-rust-versions = "fallback"
`;
    await ports.files.write(join(probe.root, '.cargo/config.toml'), config);
    process.env['RUSTC_WRAPPER'] = evil;
    try {
      // As a proof that it would be: cargo there runs it.
      await execa('cargo', ['check', '-q'], { cwd: join(probe.root, 'probe'), reject: false });
      expect(await ports.files.readText(loot)).toContain('evil');
      await rm(loot);
      await rm(join(probe.root, 'target'), { recursive: true, force: true });
      await publish(made);
    } finally {
      delete process.env['RUSTC_WRAPPER'];
    }
    expect(await ports.files.readText(loot)).toBeNull();
    expect(probe.receipts).toMatchObject([{ result: 'published' }]);
    expect(probe.found).toEqual([]);
  },
);

it('SLW304: a token that something else took is told, and revoked', async () => {
  const made = await packaged();
  const { artifact } = made;
  const { serveLines } = probe.workshop.ports;
  const question = {
    ...{ v: 1, kind: 'get', operation: 'publish', name: artifact.package },
    ...{ vers: artifact.version, cksum: artifact.sha256 },
  };
  const stealing: typeof serveLines = async (answer) => {
    const server = await serveLines(answer);
    const stolen = new Promise<string>((resolve) => {
      const thief = connect(server.address, () => thief.write(`${JSON.stringify(question)}\n`));
      thief.on('error', () => undefined);
      thief.once('data', (data) => resolve(String(data)));
    });
    expect(await stolen).toContain('cio_tp_');
    return server;
  };
  const workshop = { ...probe.workshop, ports: { ...ports, serveLines: stealing } };
  const to = await probe.destination();
  const destination = { ...to, cratesIo: to.cratesIo! };
  const finding = await findingOf(
    publishCrate(made.crate, artifact, destination, workshop, probe.told),
  );
  expect(finding?.code).toBe('SLW304');
  const { files, tokens } = await probe.state();
  expect(files).toEqual([]);
  expect(tokens.map(({ revoked }) => revoked)).toEqual([true]);
});

it('no proxy of the environment comes between a rehearsal and our own requests, cargo or pip', async () => {
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(String(request.url));
    response.writeHead(502).end();
  });
  proxy.on('connect', (request, socket) => {
    asked.push(String(request.url));
    socket.end('HTTP/1.1 502 No\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const names = ['http_proxy', 'https_proxy', 'all_proxy', 'cargo_http_proxy'];
  for (const name of [...names, ...names.map((one) => one.toUpperCase())]) vi.stubEnv(name, url);
  try {
    const workshop = { ...probe.workshop, ports: { ...ports, fetch: nodePorts().fetch } };
    const made = await packaged();
    const to = await probe.destination();
    const destination = { ...to, cratesIo: to.cratesIo! };
    await publishCrate(made.crate, made.artifact, destination, workshop, probe.told);
    await probe.admin('publishers', {
      ...{ registry: 'pypi', name: 'slipway-probe', owner: 'octo', ownerId: '1' },
      ...{ repository: 'probe', workflow: 'publish.yml', environment: 'release', pending: true },
    });
    const files = await probe.distributions();
    await publishPython('slipway-probe', files, to, workshop, probe.told);
    const pip = ['-m', 'pip', 'download', '-q', '--no-deps', '--index-url', to.pypi.simple];
    const options = { cwd: probe.root };
    const args = [...pip, 'slipway-probe==0.1.0'];
    const downloaded = await ports.processes.run('python3', args, options);
    expect(downloaded).toMatchObject({ exitCode: 0 });
  } finally {
    vi.unstubAllEnvs();
    proxy.closeAllConnections();
    proxy.close();
  }
  expect(probe.receipts.map(({ result }) => result)).toEqual(Array(3).fill('published'));
  expect(asked).toEqual([]);
});
