import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SlipwayError } from '@slipway/release/finding';
import { nodePorts } from '@slipway/release/node';
import {
  announceFailure,
  announceOpen,
  awaitAlone,
  awaitOpen,
  DestinationFailed,
  openNow,
} from './announcement.ts';
import { bePresent } from '../process.ts';
import { rehearsalDestination } from './rehearsal.ts';

const admin = 'http://127.0.0.1:1/_rehearsal';

let root: string;
let here: Awaited<ReturnType<typeof bePresent>>;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-announcement-'));
  here = await bePresent();
});
afterEach(async () => {
  here.close();
  await rm(root, { recursive: true, force: true });
});

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
    await announceOpen(place('one'), here, { admin });
    expect(await awaitOpen(place('one'))).toMatchObject({ admin });
  });

  it('SLW505: is not that of one that does not answer any more', async () => {
    await announceOpen(place('two'), { ...here, instance: 'gone' }, { admin });
    expect(await codeOf(awaitOpen(place('two')))).toBe('SLW505');
  });

  it('is withdrawn by whoever announced it, and by nobody else', async () => {
    const withdraw = await announceOpen(place('one'), here, { admin });
    const again = await announceOpen(place('two'), { ...here, instance: 'other' }, { admin });
    withdraw();
    expect(await files()).toContain('running.json');
    again();
    expect(await files()).not.toContain('running.json');
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

describe('another run in the same folder', () => {
  it('SLW504: has a destination of its own, which Nx takes for that of both', async () => {
    await announceOpen(place('one'), here, { admin });
    expect(await codeOf(awaitOpen(place('two')))).toBe('SLW504');
  });

  it.each([
    ['a release', null],
    ['a rehearsal', admin],
  ])('SLW504: is told at once of %s that is there', async (what, address) => {
    await announceOpen(place('one'), here, { admin: address });
    expect(await openNow(place('two'))).toMatchObject({ run: 'one' });
    const refusal = await awaitAlone(place('two')).catch((error: SlipwayError) => error.finding);
    expect(refusal).toMatchObject({ code: 'SLW504' });
    expect(refusal).toMatchObject({
      message: expect.stringContaining(`${what} is running here`) as string,
    });
    expect(JSON.stringify(refusal)).toContain(here.address);
  });

  it.each([
    ['of a process whose number has been given again', JSON.stringify({ pid: process.pid, admin })],
    ['of one whose port has been given again', null],
    ['that was cut off', '{"pid": 4'],
  ])('is not stopped by what is left %s', async (_, left) => {
    const text = left ?? JSON.stringify({ ...here, instance: 'gone', admin: here.address });
    await announceOpen(place('one'), here, { admin });
    await writeFile(join(root, '.slipway/rehearsal/running.json'), text);
    await awaitAlone(place('two'));
    expect(await openNow(place('two'))).toBe(null);
  });
});

const files = (): Promise<string[]> => readdir(join(root, '.slipway/rehearsal'));
