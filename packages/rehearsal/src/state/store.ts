import { readFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { blobsIn, writeWhole } from './blobs.ts';
import type { Secrets } from './secrets.ts';
import { newState, readState, type State } from './state.ts';

/** A state that lives in a folder. */
export interface Store {
  readonly state: State;
  /** Resolves when every change made so far is on the disk. */
  save(): Promise<void>;
}

/** Of a kind that a person can mend: told in one line. */
export class UnreadableState extends Error {}

const fileName = 'state.json';

/** Opens the state in a folder, or begins one. Throws when the folder holds something unreadable. */
export function openStore(folder: string, secrets: Secrets): Store {
  mkdirSync(folder, { recursive: true });
  const files = join(folder, 'files');
  const blobs = blobsIn(files);
  for (const place of [folder, files]) removeDrafts(place);
  const path = join(folder, fileName);
  const text = readIfThere(path);
  const state =
    text === null
      ? newState(blobs, secrets)
      : readOrExplain(path, () => readState(text, blobs, secrets));
  return { state, save: saver(state, path) };
}

/**
 * Requests that wait at the same time share one write: the first starts it, those that come while it
 * runs share the next.
 */
function saver(state: State, path: string): () => Promise<void> {
  let saved = state.revision();
  let running: Promise<void> | null = null;
  const write = async (): Promise<void> => {
    const revision = state.revision();
    await writeWhole(path, state.toJson());
    saved = revision;
  };
  return async function save() {
    const wanted = state.revision();
    while (saved < wanted) {
      running ??= write().finally(() => {
        running = null;
      });
      await running;
    }
  };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function readOrExplain<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new UnreadableState(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** What a killed process had begun to write. */
function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.draft-')) rmSync(join(folder, name), { force: true });
  }
}
