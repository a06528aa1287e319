import { join } from 'node:path';
import { ownFolder, type Workshop } from '@slipway/release/command';
import { rehearsalGone } from '@slipway/release/finding';
import { runStarted } from './environment.ts';

/** Folder of the destination's own files, relative to the repository. */
export const rehearsalFolder = `${ownFolder}/rehearsal`;
const openedFile = `${rehearsalFolder}/running.json`;
const failedFile = `${rehearsalFolder}/failed.json`;

/** How long a task waits for a destination that opens beside it. */
const patience = 60_000;

/** That the destination is open: an address and a process, and no credential. */
export interface Announcement {
  readonly pid: number;
  /** Start of the Nx run that opened it (UTC, ISO 8601), or null when it was not told. */
  readonly run: string | null;
  /** Address of the rehearsal's servers; null for a public destination, which was only checked. */
  readonly admin: string | null;
  /** Whether nothing may be published there in this run. */
  readonly dryRun: boolean;
}

/** The destination of this run did not open. Its own target has said why; nobody need repeat it. */
export class DestinationFailed extends Error {}

type Place = Pick<Workshop, 'root' | 'ports'>;

const runOf = ({ ports }: Place): string | null => ports.environment.get(runStarted);

export async function announceOpen(
  place: Place,
  { admin, dryRun = false }: { readonly admin: string | null; readonly dryRun?: boolean },
): Promise<void> {
  const { pid } = place.ports.environment;
  const content: Announcement = { pid, run: runOf(place), admin, dryRun };
  await place.ports.files.write(join(place.root, openedFile), `${JSON.stringify(content)}\n`);
}

export async function announceFailure(place: Place): Promise<void> {
  const content = JSON.stringify({ run: runOf(place) });
  await place.ports.files.write(join(place.root, failedFile), `${content}\n`);
}

export async function withdrawAnnouncement({ root, ports }: Place): Promise<void> {
  await ports.files.remove(join(root, openedFile));
}

export async function readAnnouncement({ root, ports }: Place): Promise<Announcement | null> {
  const text = await ports.files.readText(join(root, openedFile));
  return text === null ? null : (JSON.parse(text) as Announcement);
}

/**
 * Waits until the destination of this run is open. A continuous task only has been started when
 * those that need it start: what it found is told by its announcement alone.
 * @throws DestinationFailed, or SlipwayError SLW505 when nobody opens it.
 */
export async function awaitOpen(place: Place): Promise<Announcement> {
  const { ports } = place;
  const until = ports.clock.now() + patience;
  const run = runOf(place);
  while (ports.clock.now() < until) {
    const found = await readAnnouncement(place);
    const ofThisRun = found !== null && (run === null || found.run === run);
    if (ofThisRun && ports.environment.isAlive(found.pid)) return found;
    if (await hasFailed(place, run)) throw new DestinationFailed('release:destination failed');
    await ports.clock.sleep(25);
  }
  throw rehearsalGone.error({ detail: 'nobody announced them' });
}

async function hasFailed({ root, ports }: Place, run: string | null): Promise<boolean> {
  const text = await ports.files.readText(join(root, failedFile));
  return text !== null && run !== null && (JSON.parse(text) as { run: unknown }).run === run;
}
