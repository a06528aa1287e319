import { packageCrate, readRecord } from '@slipway/release/build';
import { crateFolder } from '@slipway/release/layout';
import type { Crate } from '@slipway/release/manifest';
import { hasErrors, noSuchPackage, nowhere, setupTokenMissing } from '@slipway/release/finding';
import type { Secret } from '@slipway/release/identity';
import { publishCrate, type Told } from '@slipway/release/publish';
import {
  observeCrate,
  observeLive,
  type CratesIoEndpoint,
  type Destination,
} from '@slipway/release/registry';
import { budgetFor, budgetsOf, describeBudget } from '@slipway/release/schedule';
import { isPublished } from '../subject/index.ts';
import type { Matter, Place, Screen } from '../stage/index.ts';

/**
 * Publishes the first version of a crate with its owner's own token: an identity cannot make a crate. The token is
 * typed in, goes to cargo for the very bytes that were packaged here, and is kept nowhere.
 * @throws SlipwayError SLW135 without such a crate, SLW202 when cargo refuses it, SLW643 without a token, SLW403 when
 * crates.io refuses it.
 */
export async function publishFirstVersion(
  name: string,
  destination: Destination & { readonly cratesIo: CratesIoEndpoint },
  readToken: () => Promise<Secret | null>,
  stage: Place & Pick<Matter, 'subject'> & Told & Pick<Screen, 'show'>,
): Promise<void> {
  const repository = await stage.subject.repository();
  const published = repository.crates.filter(isPublished);
  const crate = published.find((one) => one.name === name);
  if (!crate) throw noSuchPackage.error({ name, known: published.map((one) => one.name) });
  const { workshop } = stage;
  if ((await observeCrate(name, destination.cratesIo, workshop.ports)).size > 0) {
    stage.show(`crates.io has ${name}: its next versions need no token of yours.`);
    return;
  }
  const findings = await packageCrate(crate, repository, workshop);
  stage.found(findings);
  if (hasErrors(findings)) return;
  await tellBudget(published, destination, stage);
  const ownToken = await readToken();
  if (!ownToken) {
    const context = { to: 'crates.io', needs: 'the scope publish-new', title: `publish ${name}` };
    throw setupTokenMissing.error(context, { at: nowhere });
  }
  const { artifacts } = await readRecord(crateFolder(name), `${name}:build`, workshop);
  const cratesIo = { ...destination.cratesIo, ownToken };
  await publishCrate(crate, artifacts[0]!, { ...destination, cratesIo }, workshop, stage);
  stage.show(
    `crates.io has ${name} now. Revoke the token, and register the publisher: run release:setup.`,
  );
}

/** Milliseconds after which crates that crates.io has not told of are not counted. */
const patience = 4000;

/** Where more are new than this one: how long it takes to make them all, for crates.io counts them. */
async function tellBudget(
  crates: readonly Crate[],
  places: Pick<Destination, 'pypi'> & { readonly cratesIo: CratesIoEndpoint },
  { workshop: { ports }, show }: Place & Pick<Screen, 'show'>,
): Promise<void> {
  const names = crates.map(({ name }) => ({ registry: 'crates.io' as const, name }));
  const live = await observeLive(names, places, ports, patience);
  const unseen = [...live.values()].filter(({ versions }) => versions?.length === 0);
  if (unseen.length < 2) return;
  const [budget] = budgetsOf(unseen.map(() => ({ budget: budgetFor(true) })));
  show(`In this repository are ${describeBudget(budget!)}.`);
}
