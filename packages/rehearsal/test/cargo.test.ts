import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRehearsal } from '../src/index.ts';
import { cargo, makeCrates, writeCrate } from './crates.ts';
import {
  cratesIoToken,
  publisherOf,
  start,
  temporaryFolder,
  type RunningRehearsal,
} from './rehearsal-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let rehearsal: RunningRehearsal;

beforeAll(async () => {
  folder = await temporaryFolder();
  rehearsal = await start(join(folder.path, 'state'));
});

afterAll(async () => {
  await rehearsal.stop();
  await folder.remove();
});

async function place(name: string): Promise<{ folder: string; home: string }> {
  const made = { folder: join(folder.path, name), home: join(folder.path, 'cargo-home') };
  await mkdir(made.folder, { recursive: true });
  return made;
}

async function announce(name: string): Promise<void> {
  await rehearsal.admin('POST', 'projects', {
    registry: 'crates-io',
    name,
    versions: [],
    owner: 'local',
  });
  await rehearsal.admin('POST', 'publishers', publisherOf('crates-io', name));
}

describe('cargo against the rehearsal', () => {
  test('publishes a crate and one over it with a trusted token, waiting for a late index', async () => {
    const here = await place('trusted');
    await makeCrates(here.folder, 'slw-trusted');
    await announce('slw-trusted-core');
    await announce('slw-trusted-over');
    const match = { registry: 'crates-io', method: 'PUT', times: 2 };
    await rehearsal.admin('POST', 'faults', [{ match, do: { indexDelayMs: 2500 } }]);
    const token = await cratesIoToken(rehearsal.ready);
    const published = await cargo(here, rehearsal.ready, ['publish', '--workspace'], token);
    await rehearsal.admin('DELETE', 'faults');
    expect(published.output).toContain('Published slw-trusted-over v0.1.0 at registry `crates-io`');
    expect(published.code).toBe(0);
    const { files, tokens } = await rehearsal.report();
    expect(files.map(({ file, uploads }) => [file, uploads])).toEqual([
      ['slw-trusted-core-0.1.0.crate', 1],
      ['slw-trusted-over-0.1.0.crate', 1],
    ]);
    expect(tokens).toMatchObject([{ registry: 'crates-io', valid: true }]);
  });

  test('a consumer gets what was published, and third-party crates passed through', async () => {
    const here = await place('consumer');
    await writeCrate(here.folder, 'consumer', '0.0.0', '');
    const crate = { ...here, folder: join(here.folder, 'consumer') };
    const added = await cargo(crate, rehearsal.ready, ['add', 'slw-trusted-over', 'itoa@=1.0.15']);
    expect(added.output).toContain('Adding slw-trusted-over v0.1.0');
    const built = await cargo(crate, rehearsal.ready, ['build']);
    expect(built.output).toContain('Compiling slw-trusted-over v0.1.0');
    const lock = await readFile(join(crate.folder, 'Cargo.lock'), 'utf8');
    const [file] = (await rehearsal.report()).files.filter(
      ({ package: name }) => name === 'slw-trusted-over',
    );
    expect(lock).toContain(`checksum = "${file?.sha256}"`);
  });

  test('the owner publishes a new crate, yanks it and takes that back', async () => {
    const here = await place('owner');
    await writeCrate(here.folder, 'slw-owner', '0.1.0', '');
    const crate = { ...here, folder: join(here.folder, 'slw-owner') };
    const token = rehearsal.ready.cratesIo.ownerToken;
    expect((await cargo(crate, rehearsal.ready, ['publish'], token)).code).toBe(0);
    const line = async (): Promise<unknown> => {
      const index = rehearsal.ready.cratesIo.index.replace(/^sparse\+/, '');
      return JSON.parse(await (await fetch(`${index}sl/w-/slw-owner`)).text());
    };
    expect(await line()).toMatchObject({ vers: '0.1.0', yanked: false });
    expect((await cargo(crate, rehearsal.ready, ['yank', '--version', '0.1.0'], token)).code).toBe(
      0,
    );
    expect(await line()).toMatchObject({ yanked: true });
    const undone = await cargo(
      crate,
      rehearsal.ready,
      ['yank', '--undo', '--version', '0.1.0'],
      token,
    );
    expect(undone.code).toBe(0);
    expect(await line()).toMatchObject({ yanked: false });
  });

  test('a trusted token cannot make a crate, and cargo says so in crates.io’s words', async () => {
    const here = await place('new');
    await writeCrate(here.folder, 'slw-new', '0.1.0', '');
    const crate = { ...here, folder: join(here.folder, 'slw-new') };
    const token = await cratesIoToken(rehearsal.ready);
    const refused = await cargo(crate, rehearsal.ready, ['publish', '--no-verify'], token);
    expect(refused.code).toBe(101);
    expect(refused.output).toContain(
      '(status 403 Forbidden): Trusted Publishing tokens do not support creating new crates.',
    );
  });

  test('a version that is live stops cargo before it uploads', async () => {
    const crate = { ...(await place('owner')), folder: join(folder.path, 'owner', 'slw-owner') };
    const again = await cargo(
      crate,
      rehearsal.ready,
      ['publish', '--no-verify'],
      rehearsal.ready.cratesIo.ownerToken,
    );
    expect(again.output).toContain('crate slw-owner@0.1.0 already exists on crates.io index');
  });

  test('a project that exists already can be depended on', async () => {
    const versions = ['0.3.0'];
    await rehearsal.admin('POST', 'projects', {
      registry: 'crates-io',
      name: 'slw-exists',
      versions,
      owner: 'local',
    });
    const here = await place('dependent');
    await writeCrate(here.folder, 'dependent', '0.0.0', 'slw-exists = "0.3"\n');
    await writeFile(join(here.folder, 'dependent', 'src', 'lib.rs'), 'extern crate slw_exists;\n');
    const built = await cargo(
      { ...here, folder: join(here.folder, 'dependent') },
      rehearsal.ready,
      ['build'],
    );
    expect(built.output).toContain('Compiling slw-exists v0.3.0');
  });

  test('an upstream that does not answer is named in cargo’s message', async () => {
    const upstream = { cratesIndex: 'http://127.0.0.1:9/' };
    const state = join(folder.path, 'cut-off');
    const cutOff = await startRehearsal({ state, cache: join(folder.path, 'cache'), upstream });
    try {
      const here = await place('cut');
      await writeCrate(here.folder, 'cut', '0.0.0', 'itoa = "1"\n');
      const ready = { ...cutOff.ready, env: { ...cutOff.ready.env, CARGO_NET_RETRY: '0' } };
      const crate = { ...here, folder: join(here.folder, 'cut') };
      const failed = await cargo(crate, ready, ['fetch']);
      expect(failed.output).toContain('upstream 127.0.0.1:9 cannot be reached');
    } finally {
      await cutOff.close();
    }
  });
});
