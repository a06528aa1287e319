import { join } from 'node:path';
import { ownFolder } from '@slipway/release/build';
import type { Workshop } from '@slipway/release/command';
import { rehearsalGone } from '@slipway/release/finding';
import { Secret } from '@slipway/release/identity';
import type { Destination } from '@slipway/release/registry';
import type { ReadyLine } from '@slipway/rehearsal';

/** Folder of the rehearsal, relative to the repository. */
export const rehearsalFolder = `${ownFolder}/rehearsal`;
export const stateFolder = `${rehearsalFolder}/state`;
export const cargoHome = `${rehearsalFolder}/cargo-home`;
const announcement = `${rehearsalFolder}/running.json`;

/** How the tasks of one run find the servers: an address and a process, and no credential. */
export interface Announcement {
  readonly pid: number;
  /** Start of the Nx run that opened it (UTC, ISO 8601), or null when it was not told. */
  readonly run: string | null;
  readonly admin: string;
  readonly failed: boolean;
}

type Place = Pick<Workshop, 'root' | 'ports'>;

export async function announce(place: Place, content: Announcement | null): Promise<void> {
  const path = join(place.root, announcement);
  if (content === null) await place.ports.files.remove(path);
  else await place.ports.files.write(path, `${JSON.stringify(content)}\n`);
}

export async function readAnnouncement({ root, ports }: Place): Promise<Announcement | null> {
  const text = await ports.files.readText(join(root, announcement));
  return text === null ? null : (JSON.parse(text) as Announcement);
}

/** How long a task waits for servers that start beside it. */
const patience = 60_000;

/**
 * The rehearsal's endpoints. Credentials come over loopback from the servers themselves.
 * @throws SlipwayError SLW505 when they are not there.
 */
export async function rehearsalDestination(
  place: Place,
  run: string | null,
  repository: string,
): Promise<Destination> {
  const { ports, root } = place;
  const until = ports.clock.now() + patience;
  for (;;) {
    const found = await readAnnouncement(place);
    const ofThisRun = found !== null && (run === null || found.run === run);
    if (ofThisRun && found.failed) {
      throw rehearsalGone.error({
        detail: 'they could not be started; release:destination says why',
      });
    }
    if (ofThisRun && ports.environment.isAlive(found.pid)) {
      const ready = await readReady(found.admin, ports);
      if (ready) return toDestination(ready, root, repository);
    }
    if (ports.clock.now() > until) throw rehearsalGone.error({ detail: 'nobody announced them' });
    await ports.clock.sleep(25);
  }
}

async function readReady(admin: string, ports: Workshop['ports']): Promise<ReadyLine | null> {
  const response = await ports.fetch(`${admin}/ready`).catch(() => null);
  return response?.ok ? ((await response.json()) as ReadyLine) : null;
}

function toDestination(ready: ReadyLine, root: string, repository: string): Destination {
  const index = ready.cratesIo.index;
  const api = ready.cratesIo.api.replace(/\/$/, '');
  return {
    name: 'rehearsal',
    repository,
    cratesIo: {
      index: index.replace(/^sparse\+/, ''),
      api,
      audience: 'crates.io',
      cargoEnvironment: {
        // The one way to point an unchanged cargo at another crates.io; see docs/decisions.md.
        __CARGO_TEST_CRATES_IO_URL_DO_NOT_USE_THIS: index,
        CARGO_HOME: join(root, cargoHome),
      },
    },
    pypi: { title: 'PyPI', ...withSlashes(ready.pypi) },
    github: {
      api: ready.github.api,
      uploads: ready.github.uploads,
      token: new Secret(ready.github.token),
    },
    identity: {
      requestUrl: ready.oidc.requestUrl,
      requestToken: new Secret(ready.oidc.requestToken),
    },
  };
}

function withSlashes(pypi: ReadyLine['pypi']): { upload: string; simple: string; oidc: string } {
  const slash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);
  return { upload: slash(pypi.upload), simple: slash(pypi.simple), oidc: pypi.oidc };
}
