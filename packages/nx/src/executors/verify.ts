import type { ExecutorContext } from '@nx/devkit';
import {
  checked,
  nowhere,
  notChecked,
  registryUnreachable,
  SlipwayError,
  type Check,
} from '@slipway/release/finding';
import { verifyAttestations, verifyDownloads, type LivePython } from '@slipway/release/publish';
import { showStatus } from '@slipway/release/report';
import { checkRow, checkTable } from '../run/check-table.ts';
import { installsOf, sideBySide, type Install } from '../run/installs.ts';
import { pythonVersionOf } from '../run/python-version.ts';
import { newestTag, releasedAs, releasedHere, type Released } from '../run/released.ts';
import { paint, runStage, show, type Stage, type StageOptions } from '../run/stage.ts';
import { standingOf, type Standing } from '../run/standing.ts';
import { withPlaces, type VerifyPlaces } from '../run/verify-places.ts';
import { wheelInstalls } from '../run/wheel-installs.ts';

interface VerifyOptions extends StageOptions {
  readonly tag?: string;
}

/** Takes a release as its users do: every file downloaded, installed in clean folders, its attestations verified. */
export default function verify(options: VerifyOptions, context: ExecutorContext) {
  return runStage('verify', options, context, (stage) =>
    withPlaces(stage, async (places) => {
      const released = await subjectOf(options.tag, stage);
      const standing = await standingOf(released, places, null, stage);
      standing.actions.forEach(stage.action);
      const { tag } = released;
      show(showStatus({ tag, repository: places.repository }, standing.actions, paint));
      stage.found(standing.findings);
      const rows = [
        ...(await pythonChecks(released, standing, places, stage)),
        ...(await installChecks(released, standing, places, stage)),
      ];
      stage.checked(rows.map(checkRow));
      show(checkTable(rows));
      stage.found(
        rows.flatMap((row) => row.findings),
        'shown',
      );
    }),
  );
}

/** A rehearsal is of this commit, and of the platforms that were built for it. */
async function subjectOf(tag: string | undefined, stage: Stage): Promise<Released> {
  if (stage.destination !== 'rehearsal') return releasedAs(tag ?? (await newestTag(stage)), stage);
  const released = tag === undefined ? await releasedHere(stage) : await releasedAs(tag, stage);
  return { ...released, settings: { ...released.settings, platforms: [] } };
}

/** The bytes of every Python file, and who attests them. */
async function pythonChecks(
  { pythons, settings }: Released,
  { python }: Standing,
  places: VerifyPlaces,
  stage: Stage,
): Promise<Check[]> {
  const all = pythons.map((one): LivePython => ({
    name: one.name,
    version: pythonVersionOf(one),
    files: python.get(one.name) ?? [],
  }));
  const live = all.filter(({ files }) => files.length > 0);
  const { pypi, repository } = places;
  const downloads = live.map((one) => verifyDownloads(one, pypi, stage.workshop));
  const title = 'files are attested';
  if (settings.attestations === false || repository === null || live.length === 0) {
    const because =
      repository === null ? 'no repository is known' : 'nx.json wants none, or no file is there';
    return [...(await Promise.all(downloads)), notChecked(pypi.title, title, because)];
  }
  const trust = await places.root();
  if ('problem' in trust) {
    const context = {
      registry: 'Sigstore’s root of trust',
      url: 'its mirror',
      detail: trust.problem,
    };
    const finding = registryUnreachable.at(nowhere, context);
    return [...(await Promise.all(downloads)), checked(pypi.title, title, [finding])];
  }
  const { root } = trust;
  const attested = live.map((one) =>
    verifyAttestations(one, { repository, root }, pypi, stage.workshop),
  );
  return Promise.all([...downloads, ...attested]);
}

/** What can be installed here, is: crates, packages by their names, and each wheel by itself. */
async function installChecks(
  { crates, pythons }: Released,
  { actions, python }: Standing,
  { cratesIo, pypi }: VerifyPlaces,
  stage: Stage,
): Promise<Check[]> {
  const isLive = ({ name }: { readonly name: string }): boolean =>
    actions.some((one) => one.package === name && one.decision === 'already-there');
  const live = { crates: crates.filter(isLive), pythons: pythons.filter(isLive) };
  const wheels = await Promise.all(
    live.pythons.map((one) => wheelInstalls(one, python.get(one.name) ?? [], pypi, stage)),
  );
  const installs = [
    ...installsOf(live, { cratesIo, pypi }, stage),
    ...wheels.flatMap((one) => one.installs),
  ];
  const rows: Check[] = [];
  await sideBySide(installs.map((one) => async () => void rows.push(await tried(one))));
  const order = installs.map(({ line }) => line);
  rows.sort((a, b) => order.indexOf(a.title) - order.indexOf(b.title));
  return [...rows, ...wheels.flatMap(({ others }) => others)];
}

/** Others are installed all the same where one is not. */
async function tried({ place, line, install }: Install): Promise<Check> {
  try {
    await install();
    return checked(place, line, []);
  } catch (error) {
    if (error instanceof SlipwayError) return checked(place, line, [error.finding]);
    throw error;
  }
}
