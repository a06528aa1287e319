import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ReadyLine } from '../src/index.ts';
import { program, temporaryFolder } from './rehearsal-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const left = new Set<number>();

beforeAll(async () => {
  folder = await temporaryFolder();
  // As npm installs it.
  await mkdir(join(folder.path, 'node_modules/.bin'), { recursive: true });
  await symlink(program, join(folder.path, 'node_modules/.bin/slipway-rehearsal'));
});
afterAll(() => folder.remove());
afterEach(() => {
  for (const pid of left) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  left.clear();
});

interface Started {
  readonly starter: ChildProcess;
  readonly ready: ReadyLine;
  /** Of the rehearsal itself. */
  readonly pid: number;
}

/** Starts a command that starts a rehearsal, and waits for its line. */
async function started(command: string, ...args: readonly string[]): Promise<Started> {
  const starter = spawn(command, args, {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment(),
  });
  const lines = createInterface({ input: starter.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  const ready = JSON.parse(line) as ReadyLine;
  const { pid } = ready;
  left.add(pid);
  return { starter, ready, pid };
}

/** Without what npm and the shell have said to these tests. */
function environment(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) => !/^(npm_|_$)/.test(name));
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

async function kill({ starter }: Started, signal: NodeJS.Signals): Promise<void> {
  if (starter.exitCode !== null || starter.signalCode !== null) return;
  const ended = once(starter, 'exit');
  starter.kill(signal);
  await ended;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether a rehearsal ends within a few seconds. */
async function ends({ ready, pid }: Started): Promise<boolean> {
  for (let looks = 0; looks < 200; looks += 1) {
    const answers = await fetch(`${ready.admin}/ready`).catch(() => null);
    if (!answers && !isAlive(pid)) return true;
    await sleep(100);
  }
  return false;
}

let count = 0;
const state = (): string => join(folder.path, `state-${(count += 1)}`);
const command = (): string => `'${process.execPath}' '${program}' --state '${state()}'`;

describe('it ends with the process that started it', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)('npx, by %s', async (signal) => {
    const one = await started('npx', 'slipway-rehearsal', '--state', state());
    await kill(one, signal);
    expect(await ends(one)).toBe(true);
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)('a shell, by %s', async (signal) => {
    const one = await started('sh', '-c', `${command()} & wait`);
    await kill(one, signal);
    expect(await ends(one)).toBe(true);
  });

  test('a script that comes to its end', async () => {
    const one = await started('bash', '-c', `${command()} & sleep 5`);
    expect(await ends(one)).toBe(true);
  });
});

describe('it goes on', () => {
  const goesOn = async (one: Started): Promise<void> => {
    await sleep(1500);
    expect(isAlive(one.pid)).toBe(true);
    expect((await fetch(`${one.ready.admin}/ready`)).status).toBe(200);
  };

  test('while its starter runs, with nothing to read', async () => {
    const one = await started('bash', '-c', `${command()} < /dev/null & wait`);
    await goesOn(one);
    await kill(one, 'SIGKILL');
  });

  test('when it is told to', async () => {
    const one = await started('bash', '-c', `${command()} --detach & sleep 5`);
    await kill(one, 'SIGKILL');
    await goesOn(one);
  });

  test('when nohup started it', async () => {
    const one = await started(
      'bash',
      '-c',
      `nohup ${command()} < /dev/null 2> /dev/null & sleep 5`,
    );
    await kill(one, 'SIGKILL');
    await goesOn(one);
  });

  test('when its starter was gone before it looked: a service manager has it', async () => {
    const one = await started('bash', '-c', `(${command()} &) ; sleep 1`);
    await kill(one, 'SIGKILL');
    await goesOn(one);
  });
});
