import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who serves a state folder, as a file in it says; true for as long as the address says so itself. */
export interface Holder {
  readonly admin: string;
  /** As the ready line there has it: another program may have got that port meanwhile. */
  readonly instance: string;
  readonly pid: number;
}

/** Two processes over one state would undo each other's changes. Of a kind that a person can mend. */
export class StateInUse extends Error {
  readonly holder: Holder;

  constructor(folder: string, holder: Holder) {
    const { admin, pid } = holder;
    super(
      `${folder} is served already, by process ${pid} at ${admin}: stop that, or take another folder`,
    );
    this.name = 'StateInUse';
    this.holder = holder;
  }
}

export const holderFile = 'serving.json';

/** Servers whose run was killed end a moment after it. */
const patience = 3000;
const lookEvery = 100;
/** Longer than another takes from its last look at a stale file to its removal. */
const settling = 50;

/** Waits for a moment until nobody serves a folder. Throws StateInUse. */
export async function awaitUnheld(folder: string, limit = patience): Promise<void> {
  const until = performance.now() + limit;
  for (;;) {
    const holder = await readHolder(folder);
    if (holder === null || !(await isServing(holder))) return;
    if (performance.now() > until) throw new StateInUse(folder, holder);
    await sleep(lookEvery);
  }
}

/** Takes a folder; what an earlier holder has left that is gone is no obstacle. Throws StateInUse. Resolves with the way to give it back. */
export async function hold(folder: string, self: Holder): Promise<() => Promise<void>> {
  const path = join(folder, holderFile);
  for (;;) {
    if ((await writeNew(path, self)) && (await isSettled(folder, self))) {
      return givingBack(path, self);
    }
    await awaitUnheld(folder);
    await removeStale(folder);
  }
}

/** Who removes a stale file may take a new one along: whoever still stands there a moment later has the folder. */
async function isSettled(folder: string, { instance }: Holder): Promise<boolean> {
  await sleep(settling);
  return (await readHolder(folder))?.instance === instance;
}

/** Also where the process is ended before it has closed its servers. */
function givingBack(path: string, self: Holder): () => Promise<void> {
  const now = (): void => {
    const text = readIfThere(path);
    if (text !== null && parse(text)?.instance === self.instance) rmSync(path, { force: true });
  };
  process.once('exit', now);
  return async () => {
    process.off('exit', now);
    now();
  };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Two may see the same stale file at once: what the other has put in its place meanwhile is put back. */
async function removeStale(folder: string): Promise<void> {
  const seen = await readHolder(folder);
  if (seen && (await isServing(seen))) return;
  // To ask took a while.
  if ((await readHolder(folder))?.instance !== seen?.instance) return;
  const aside = join(folder, `.draft-${randomUUID()}`);
  const isMoved = await rename(join(folder, holderFile), aside).then(
    () => true,
    () => false,
  );
  if (!isMoved) return;
  const moved = await readHolder(folder, aside);
  if (moved && moved.instance !== seen?.instance) await writeNew(join(folder, holderFile), moved);
  await rm(aside, { force: true });
}

async function writeNew(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, `${JSON.stringify(holder)}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Null where nobody is named, or where what is there says nothing. */
async function readHolder(folder: string, path = join(folder, holderFile)): Promise<Holder | null> {
  // Made and written are two steps: it may be between them.
  for (let looks = 1; ; looks += 1) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return null;
    const holder = parse(text);
    if (holder || looks === 5) return holder;
    await sleep(20);
  }
}

function parse(text: string): Holder | null {
  try {
    const { admin, instance, pid } = JSON.parse(text) as Partial<Holder>;
    const isWhole = typeof admin === 'string' && typeof instance === 'string';
    return isWhole ? { admin, instance, pid: Number(pid) } : null;
  } catch {
    return null;
  }
}

/**
 * Whether the holder is there: asked at its address. One that is suspended, or only begins, takes the connection and
 * says nothing: then its process counts.
 */
async function isServing({ admin, instance, pid }: Holder): Promise<boolean> {
  try {
    const response = await fetch(`${admin}/ready`, { signal: AbortSignal.timeout(1000) });
    return ((await response.json()) as { instance?: unknown }).instance === instance;
  } catch (error) {
    return (error as Error).name === 'TimeoutError' && isAlive(pid);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
