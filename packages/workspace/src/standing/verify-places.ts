import { nothingToVerify } from '@slipway/release/finding';
import { Secret } from '@slipway/release/identity';
import { boundedFetch } from '@slipway/release/request';
import type { ReadyLine } from '@slipway/rehearsal';
import { join } from 'node:path';
import {
  repositoryName,
  rehearsalLent,
  askReady,
  cratesIoOf,
  pypiOf,
  stateFolder,
} from '../destination/index.ts';
import { lookPlaces } from './look-places.ts';
import type { Stage, Place } from '../stage/index.ts';
import type { LookPlaces } from './standing.ts';

/** Where a release is verified, and what signatures there have to be trusted by. */
export interface VerifyPlaces extends LookPlaces {
  /** Sigstore's `trusted_root.json`; or why it was not to be had. */
  root(): Promise<{ readonly root: object } | { readonly problem: string }>;
}

/**
 * Opens the registries of a release for a look: the public ones, a rehearsal that is lent for them, or what the last
 * rehearsal has left, which is served for as long as `look` takes.
 * @throws SlipwayError SLW453 where no rehearsal was left.
 */
export async function withPlaces<T>(
  stage: Stage,
  look: (places: VerifyPlaces) => Promise<T>,
): Promise<T> {
  const { destination, workshop } = stage;
  const lent = rehearsalLent(workshop);
  if (destination === 'rehearsal' && lent === null) return withKept(stage, look);
  const root = lent === null ? workshop.ports.publicRoot : () => rootOf(lent, stage);
  return look({ ...(await lookPlaces(stage)), root });
}

async function withKept<T>(stage: Stage, look: (places: VerifyPlaces) => Promise<T>): Promise<T> {
  const { root: folder, workshop, subject } = stage;
  const kept = await workshop.ports.files.list(join(folder, stateFolder));
  if (kept.length === 0) throw nothingToVerify.error({ state: stateFolder });
  // Servers, and all that they need: where nobody serves alone.
  const { startRegistries } = await import('../rehearsing/index.ts');
  const opened = await startRegistries({}, { ...stage, continues: true });
  try {
    const { ready } = opened;
    const { api, uploads, token } = ready.github;
    return await look({
      cratesIo: cratesIoOf(ready, folder),
      pypi: pypiOf('PyPI', ready.pypi),
      github: { api, uploads, token: new Secret(token) },
      repository: repositoryName(await subject.commit()),
      root: () => trustedRoot(ready, stage),
    });
  } finally {
    await opened.close();
  }
}

async function rootOf(admin: string, stage: Place): ReturnType<VerifyPlaces['root']> {
  return trustedRoot(await askReady(admin, stage.workshop.ports), stage);
}

async function trustedRoot(
  { sigstore }: Pick<ReadyLine, 'sigstore'>,
  { workshop }: Place,
): ReturnType<VerifyPlaces['root']> {
  const answer = await boundedFetch(workshop.ports.fetch)(sigstore.trustedRoot);
  if (!answer.ok) return { problem: `the rehearsal answered ${answer.status}` };
  return { root: (await answer.json()) as object };
}
