import { execa } from 'execa';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageCrate, readRecord, trackedFiles } from '@slipway/release/build';
import { crateFolder } from '@slipway/release/layout';
import { readRepository } from '@slipway/release/manifest';
import type { Artifact } from '@slipway/release/plan';
import { checkContents, publishCrate, publishPython } from '@slipway/release/publish';
import { manifest, openProbe, ports, type Probe } from './probe.ts';

let probe: Probe;

beforeEach(async () => {
  probe = await openProbe();
  await ports.files.write(join(probe.root, '.gitignore'), 'target\ndist\nmade\n.slipway\n');
  await ports.files.write(join(probe.root, 'src/lib.rs'), '');
});
afterEach(() => probe.close());

async function commit(): Promise<void> {
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'feat: tides'],
  ]) {
    await execa('git', args, { cwd: probe.root });
  }
}

/** A version of the crate, committed and packaged by the real cargo. */
async function packed(version: string): Promise<Artifact> {
  const text = manifest.replace('0.1.0', version);
  await ports.files.write(join(probe.root, 'Cargo.toml'), text);
  await commit();
  const repository = readRepository(new Map([['Cargo.toml', text]]));
  await packageCrate(repository.crates[0]!, repository, probe.workshop);
  const folder = crateFolder('slipway-probe');
  const { artifacts } = await readRecord(folder, 'slipway-probe:build', probe.workshop);
  return artifacts[0]!;
}

async function check(artifact: Artifact, directory: string | null = '') {
  const { cratesIo, pypi } = await probe.destination();
  const places = { cratesIo: cratesIo!, pypi };
  const packable = { files: await trackedFiles(probe.workshop), untracked: [] };
  return checkContents([{ artifact, directory }], packable, places, probe.workshop);
}

const size = 'no package has more than twice the size of its last version';

it('is packed again to the same bytes where another job has what was generated, and the lock file', async () => {
  const text = `${manifest}include = ["/src"]\n`;
  await ports.files.write(
    join(probe.root, '.gitignore'),
    'target\ndist\n.slipway\nmade.bin\nCargo.lock\n',
  );
  await ports.files.write(join(probe.root, 'Cargo.toml'), text);
  await commit();
  await ports.files.write(join(probe.root, 'src/made.bin'), randomBytes(100));
  const repository = readRepository(new Map([['Cargo.toml', text]]));
  const crate = repository.crates[0]!;
  const workshop = { ...probe.workshop, packUntracked: ['src/*.bin'] };
  expect(await packageCrate(crate, repository, workshop)).toEqual([]);
  const { artifacts } = await readRecord(crateFolder(crate.name), 'build', workshop);
  for (const made of ['src/made.bin', 'Cargo.lock', '.slipway/source', 'target']) {
    await ports.files.remove(join(probe.root, made));
  }
  const to = await probe.destination();
  const destination = { ...to, cratesIo: to.cratesIo! };
  await publishCrate(crate, artifacts[0]!, destination, workshop, probe.told);
  expect((await probe.state()).files.map(({ file }) => file)).toEqual([artifacts[0]!.file]);
});

describe('a package against the registry', () => {
  it('SLW248: tells what is new in a crate that has more than doubled since its last version', async () => {
    const first = await packed('0.1.0');
    expect(await check(first)).toMatchObject([
      { place: 'this machine', verdict: 'ok' },
      {
        place: 'crates.io',
        title: size,
        verdict: 'not checked',
        because: 'it has no earlier version',
      },
    ]);
    const to = await probe.destination();
    const { crates } = readRepository(new Map([['Cargo.toml', manifest]]));
    const destination = { ...to, cratesIo: to.cratesIo! };
    await publishCrate(crates[0]!, first, destination, probe.workshop, probe.told);
    // Going on after a stop: the version itself is no earlier one.
    expect((await check(first))[1]).toMatchObject({ verdict: 'not checked' });
    await ports.files.write(join(probe.root, 'assets/tides.bin'), randomBytes(40_000));
    const [, row] = await check(await packed('0.1.1'));
    expect(row).toMatchObject({ place: 'crates.io', verdict: 'wrong' });
    expect(row?.findings).toMatchObject([{ code: 'SLW248', severity: 'warning' }]);
    expect(row?.findings[0]?.message).toMatch(/0\.1\.0 had .* New: assets\/tides\.bin$/);
  });

  it('SLW245: refuses what was packed elsewhere, from files that git does not know', async () => {
    await packed('0.1.0');
    await ports.files.write(join(probe.root, 'node_modules/x/index.js'), '');
    const cargo = ['package', '--allow-dirty', '--no-verify'];
    await execa('cargo', cargo, { cwd: probe.root });
    const path = 'target/package/slipway-probe-0.1.0.crate';
    const digest = (await ports.files.digest(join(probe.root, path)))!;
    const file = 'slipway-probe-0.1.0.crate';
    const [row] = await check({
      kind: 'crate',
      package: 'slipway-probe',
      version: '0.1.0',
      file,
      path,
      ...digest,
    });
    expect(row?.findings).toMatchObject([{ code: 'SLW245', severity: 'error', file: path }]);
    expect(row?.findings[0]?.message).toContain('node_modules/x/index.js');
  });

  it('compares an sdist with the last one at PyPI, and says so where nobody answers', async () => {
    const [, sdist] = await probe.distributions();
    const to = await probe.destination();
    await publishPython('slipway-probe', [sdist!], to, probe.workshop, probe.told);
    const next = { ...sdist!, version: '0.2.0' };
    const { cratesIo, pypi } = to;
    const packable = { files: new Set<string>(), untracked: ['**'] };
    const rows = (places: Parameters<typeof checkContents>[2]) =>
      checkContents([{ artifact: next, directory: null }], packable, places, probe.workshop);
    expect(await rows({ cratesIo: cratesIo!, pypi })).toMatchObject([
      { verdict: 'ok' },
      { place: 'PyPI', title: size, verdict: 'ok' },
    ]);
    const silent = { ...pypi, simple: 'http://127.0.0.1:9/simple/' };
    expect((await rows({ cratesIo: cratesIo!, pypi: silent }))[1]).toMatchObject({
      verdict: 'not checked',
      because: 'it did not answer',
    });
    expect((await rows(null))[1]).toMatchObject({ verdict: 'not checked' });
  });
});
