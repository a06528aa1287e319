import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startRehearsal, type Rehearsal } from '../rehearsal.ts';
import { awaitUnheld, hold, holderFile, StateInUse } from './hold.ts';

let folder: string;
let opened: Rehearsal[];
let servers: Server[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-hold-'));
  [opened, servers] = [[], []];
});
afterEach(async () => {
  for (const one of opened) await one.close();
  for (const one of servers) one.close();
  await rm(folder, { recursive: true, force: true });
});

const start = async (more: object = {}): Promise<Rehearsal> => {
  const one = await startRehearsal({ state: folder, upstream: null, ...more });
  opened.push(one);
  return one;
};

/** A server that says this, or nothing. */
async function listening(answer: string | null): Promise<string> {
  const server = createServer((_request, response) => {
    if (answer !== null) response.end(answer);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/_rehearsal`;
}

const left = (holder: object): Promise<void> =>
  writeFile(join(folder, holderFile), JSON.stringify(holder));

describe('a state folder', () => {
  test('is served by one; the other is told who, and harms nothing', async () => {
    const first = await start();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ registry: 'crates-io', name: 'c', versions: ['1.0.0'] });
    await fetch(`${first.ready.admin}/projects`, { method: 'POST', headers, body });
    const refusal = await start({ fresh: true }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StateInUse);
    expect((refusal as Error).message).toContain(first.ready.admin);
    await first.close();
    // All that was there is.
    const second = await start();
    const state = await (await fetch(`${second.ready.admin}/state`)).text();
    expect(state).toContain('c-1.0.0.crate');
  });

  test('is forgotten by a fresh start', async () => {
    await (await start()).close();
    await writeFile(join(folder, 'installed.json'), '[]');
    await start({ fresh: true });
    expect(await readdir(folder)).not.toContain('installed.json');
  });

  test('is nobody’s when the one that served it is closed, or could not start', async () => {
    await (await start()).close();
    expect(await readdir(folder)).not.toContain(holderFile);
    await writeFile(join(folder, 'state.json'), '{');
    await expect(start()).rejects.toThrow('state.json');
    expect(await readdir(folder)).not.toContain(holderFile);
  });

  // A process of this number runs in each of them: pids are given again.
  test.each([
    ['nobody listens any more', async () => 'http://127.0.0.1:9/_rehearsal'],
    ['another rehearsal has its port', () => listening('{"instance":"another"}')],
    ['another program has its port', () => listening('welcome')],
  ])('is free where %s', async (_, address) => {
    await left({ admin: await address(), instance: 'gone', pid: process.pid });
    await start();
  });

  test.each(['', '{', '"text"', '{"admin": 1}'])('is free where %j is left', async (text) => {
    await writeFile(join(folder, holderFile), text);
    await start();
  });

  test('is not free while its server is suspended', async () => {
    await left({ admin: await listening(null), instance: 'silent', pid: process.pid });
    await expect(awaitUnheld(folder, 0)).rejects.toBeInstanceOf(StateInUse);
    await left({ admin: await listening(null), instance: 'silent', pid: 999_999_999 });
    await awaitUnheld(folder, 0);
  });

  test('has one holder when many come at once to what another has left', async () => {
    await left({ admin: 'http://127.0.0.1:9/_rehearsal', instance: 'gone', pid: process.pid });
    const tries = Array.from({ length: 8 }, async (_, index) => {
      const instance = `one-${index}`;
      const admin = await listening(JSON.stringify({ instance }));
      return hold(folder, { admin, instance, pid: process.pid });
    });
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
