import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newSecrets } from './secrets.ts';
import { nextId } from './state.ts';
import { aState, withPublisher } from './state.fixture.ts';
import { openStore } from './store.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-store-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openStore(folder, newSecrets());

describe('a store', () => {
  test('has after a restart what was saved', async () => {
    const { state, save } = open();
    withPublisher(state);
    const sha256 = await state.blobs.put(Buffer.from('bytes'));
    await save();
    const again = open().state;
    expect(again.publishers.entries()).toEqual(state.publishers.entries());
    expect(await again.blobs.get(sha256)).toEqual(Buffer.from('bytes'));
    expect(nextId(again)).toBe(2);
  });

  test('writes only when something changed', async () => {
    const { save } = open();
    await save();
    expect(await readdir(folder)).toEqual(['files']);
  });

  test('has every change of those who wait at the same time', async () => {
    const { state, save } = open();
    const saves = Array.from({ length: 30 }, async () => {
      const { id } = withPublisher(state);
      await save();
      const kept = await readFile(join(folder, 'state.json'), 'utf8');
      expect(kept).toContain(`"${id}":{"id":${id},`);
    });
    await Promise.all(saves);
  });

  test('ignores what a killed process had begun', async () => {
    await writeFile(join(folder, '.draft-x'), '{');
    expect(open().state.publishers.size).toBe(0);
    expect(await readdir(folder)).toEqual(['files']);
  });

  test('says which file it cannot read', async () => {
    await writeFile(join(folder, 'state.json'), '{"schema":"other"}');
    expect(open).toThrow(
      `${join(folder, 'state.json')} cannot be read: the state is not of schema slipway.rehearsal/1`,
    );
  });
});

test('a fork changes without a trace', () => {
  const state = aState();
  withPublisher(state);
  const before = state.toJson();
  const fork = state.fork();
  withPublisher(fork);
  fork.publishers.delete('1');
  expect(state.toJson()).toBe(before);
  expect(fork.publishers.size).toBe(1);
});

test('secrets are in no JSON', () => {
  const state = aState();
  const { owner, request, github, githubOwner } = state.secrets;
  for (const secret of [...Object.values(owner), request, github, githubOwner]) {
    expect(state.toJson()).not.toContain(secret);
  }
});
