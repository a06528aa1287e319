import { join } from 'node:path';
import { ownFolder, type Workshop } from '@slipway/release/command';
import { rehearsalBusy, rehearsalGone } from '@slipway/release/finding';
import { boundedFetch } from '@slipway/release/request';
import { removedAtExit, type Presence } from '../process.ts';
import { runStarted } from '../settings/index.ts';

/** Folder of the destination's own files, relative to the repository. */
export const rehearsalFolder = `${ownFolder}/rehearsal`;
const openedFile = `${rehearsalFolder}/running.json`;
const failedFile = `${rehearsalFolder}/failed.json`;

/** How long a task waits for a destination that opens beside it. */
const patience = 60_000;

/** How often what was announced may be silent. */
const enough = 40;

/** How long a release waits for one that is there: who is stopped ends a moment later. */
const others = 3000;

/** That the destination is open: addresses, and no credential. */
export interface Announcement extends Presence {
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

/** Tells the tasks of this run where it goes. Resolves with the way to withdraw that, which is as well done on exit. */
export async function announceOpen(
  place: Place,
  presence: Presence,
  { admin, dryRun = false }: { readonly admin: string | null; readonly dryRun?: boolean },
): Promise<() => void> {
  const { address, instance, pid } = presence;
  const content: Announcement = { address, instance, pid, run: runOf(place), admin, dryRun };
  const path = join(place.root, openedFile);
  await place.ports.files.write(path, `${JSON.stringify(content)}\n`);
  // Another run may have put its own in the place of ours.
  return removedAtExit(path, (text) => readInstance(text) === instance);
}

function readInstance(text: string): string | null {
  try {
    return (JSON.parse(text) as Announcement).instance;
  } catch {
    return null;
  }
}

export async function announceFailure(place: Place): Promise<void> {
  const content = JSON.stringify({ run: runOf(place) });
  await place.ports.files.write(join(place.root, failedFile), `${content}\n`);
}

async function readAnnouncement({ root, ports }: Place): Promise<Announcement | null> {
  const text = await ports.files.readText(join(root, openedFile));
  try {
    return text === null ? null : (JSON.parse(text) as Announcement);
  } catch {
    // Written by nobody who could be asked.
    return null;
  }
}

/** The destination that a run has open in this folder, of whichever run; null where none answers. */
export async function openNow(place: Place): Promise<Announcement | null> {
  const found = await readAnnouncement(place);
  return found && (await isThere(found, place)) ? found : null;
}

/**
 * Waits for a moment until no other run has a destination open in this folder.
 * @throws SlipwayError SLW504.
 */
export async function awaitAlone(place: Place): Promise<void> {
  const { clock } = place.ports;
  const until = clock.now() + others;
  for (;;) {
    const open = await openNow(place);
    if (open === null) return;
    if (clock.now() > until) throw busy(open);
    await clock.sleep(100);
  }
}

function busy({ admin, pid, address }: Announcement): Error {
  const what = admin === null ? 'a release' : 'a rehearsal';
  return rehearsalBusy.error({ what, pid, address });
}

/**
 * Whether who has left this is there, by asking at its address. One that is suspended takes the connection and says
 * nothing: then its process counts.
 */
async function isThere({ address, instance, pid }: Presence, { ports }: Place): Promise<boolean> {
  const limits = { within: 1000, bytes: 2 ** 16 };
  const asked = ports.clock.now();
  try {
    const response = await boundedFetch(ports.fetch, limits)(`${address}/ready`);
    return ((await response.json()) as Partial<Presence>).instance === instance;
  } catch {
    const isSilent = ports.clock.now() - asked >= limits.within;
    return isSilent && ports.environment.isAlive(pid);
  }
}

/**
 * Waits until the destination of this run is open. A continuous task only has been started when
 * those that need it start: what it found is told by its announcement alone. Where another run has the same destination
 * open, Nx starts no second one, and would have us use that.
 * @throws DestinationFailed, or SlipwayError SLW504 where it is another run's, SLW505 when nobody opens it.
 */
export async function awaitOpen(place: Place): Promise<Announcement> {
  const { ports } = place;
  const begin = ports.clock.now();
  const until = begin + patience;
  const run = runOf(place);
  let silent = 0;
  while (ports.clock.now() < until) {
    const found = await readAnnouncement(place);
    const ofThisRun = found !== null && (run === null || found.run === run);
    if (ofThisRun && (await isThere(found, place))) return found;
    // It answered before it was announced: who is silent now has ended.
    if (ofThisRun && ++silent === enough) {
      throw rehearsalGone.error({ detail: `${found.address} is silent` });
    }
    if (await hasFailed(place, run)) throw new DestinationFailed('release:destination failed');
    // Our own would have taken its place by now, or said why not.
    const isLate = ports.clock.now() > begin + 2 * others;
    if (isLate && found && !ofThisRun && (await isThere(found, place))) throw busy(found);
    await ports.clock.sleep(25);
  }
  throw rehearsalGone.error({ detail: 'nobody announced them' });
}

async function hasFailed({ root, ports }: Place, run: string | null): Promise<boolean> {
  const text = await ports.files.readText(join(root, failedFile));
  return text !== null && run !== null && (JSON.parse(text) as { run: unknown }).run === run;
}
