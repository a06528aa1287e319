import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SlipwayError } from '@slipway/release/finding';
import { nodePorts } from '@slipway/release/node';
import { announceFailure, announceOpen, awaitOpen, DestinationFailed } from './announcement.ts';
import { rehearsalDestination } from './rehearsal.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-announcement-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** The place of one Nx run, with a clock that jumps to where somebody sleeps to. */
function place(run: string, pid = process.pid) {
  const real = nodePorts();
  let ahead = 0;
  const clock = {
    now: () => real.clock.now() + ahead,
    sleep: async (milliseconds: number) => void (ahead += milliseconds),
  };
  const environment = { ...real.environment, pid, get: () => run };
  return { root, ports: { ...real, clock, environment } };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return error instanceof SlipwayError ? error.finding.code : (error as Error).constructor.name;
  }
}

describe('the destination of a run', () => {
  it('is found by the tasks of that run', async () => {
    await announceOpen(place('one'), { admin: 'http://127.0.0.1:1/_rehearsal' });
    expect(await awaitOpen(place('one'))).toMatchObject({ admin: 'http://127.0.0.1:1/_rehearsal' });
  });

  it('SLW505: is not that of another run, nor of a process that is gone', async () => {
    await announceOpen(place('one'), { admin: 'http://127.0.0.1:1/_rehearsal' });
    expect(await codeOf(awaitOpen(place('two')))).toBe('SLW505');
    await announceOpen(place('two', 999_999_999), { admin: 'http://127.0.0.1:1/_rehearsal' });
    expect(await codeOf(awaitOpen(place('two')))).toBe('SLW505');
  });

  it('SLW505: must answer', async () => {
    const silent = rehearsalDestination('http://127.0.0.1:9/_rehearsal', place('one'), 'octo/tide');
    expect(await codeOf(silent)).toBe('SLW505');
  });

  it('that could not open is told at once, and not explained twice', async () => {
    await announceFailure(place('one'));
    expect(await codeOf(awaitOpen(place('one')))).toBe(DestinationFailed.name);
  });
});
