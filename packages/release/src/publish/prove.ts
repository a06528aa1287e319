import {
  checked,
  diskFull,
  noRelease,
  notChecked,
  projectNotMade,
  SlipwayError,
  tagMoved,
  nowhere,
  type Check,
  type Finding,
} from '../finding/index.ts';
import { mintCratesIoToken, mintPypiToken, type RegistryToken } from '../identity/index.ts';
import type { Action, Artifact } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import { githubReleases, listProject, type Destination } from '../registry/index.ts';

const givesToken = 'it gives a token for this workflow, and takes it back';

/** Whether crates.io will give a token. `actions` are its own. */
export function proveCratesIoToken(
  actions: readonly Action[],
  { cratesIo, identity }: Destination,
  ports: Ports,
): Promise<Check> {
  const place = 'crates.io';
  if (!cratesIo || !isWanted(actions)) return nothingToSend(place);
  if (cratesIo.ownToken) return ownersToken(place);
  if (!identity) return nobodyHere(place);
  return prove(place, () => mintCratesIoToken(identity, cratesIo, ports));
}

/** What is to be sent to PyPI. */
interface PypiWork {
  readonly actions: readonly Action[];
  /** Names of the projects that it has no file of. */
  readonly fresh: readonly string[];
  /** Whether nothing may be made: the first token for a pending publisher makes the project. */
  readonly dryRun: boolean;
}

/**
 * Whether PyPI will, before anything is live anywhere: with a wrong pending publisher it refuses, and makes nothing;
 * with the right one it makes the project that is wanted seconds later.
 */
export function provePypiToken(
  { actions, fresh, dryRun }: PypiWork,
  { pypi, identity }: Destination,
  ports: Ports,
): Promise<Check> {
  const place = pypi.title;
  if (!isWanted(actions)) return nothingToSend(place);
  if (pypi.ownToken) return ownersToken(place);
  if (!identity) return nobodyHere(place);
  if (dryRun && fresh.length > 0) {
    const because =
      'the first token for a pending publisher makes the project, and a dry run makes nothing';
    return Promise.resolve(notChecked(place, givesToken, because));
  }
  const mint = (): Promise<RegistryToken> => mintPypiToken(identity, pypi, ports);
  return prove(place, mint, () => findUnmade(fresh, pypi, ports));
}

/** A page that was asked for before the project was there may be kept for a minute. */
const madeWithin = 90_000;
const lookEvery = 2000;

/**
 * The projects that a token should have made and did not: it was given for another publisher, of another project
 * or with another name, and PyPI would tell with the first upload.
 */
async function findUnmade(
  names: readonly string[],
  pypi: Destination['pypi'],
  ports: Ports,
): Promise<Finding[]> {
  const until = ports.clock.now() + madeWithin;
  for (let missing = names; ; await ports.clock.sleep(lookEvery)) {
    const isMissing = await Promise.all(
      missing.map(async (name) => !(await listProject(name, pypi, ports)).isKnown),
    );
    missing = missing.filter((_, at) => isMissing[at]);
    if (missing.length === 0) return [];
    if (ports.clock.now() < until) continue;
    return missing.map((name) => projectNotMade.at(nowhere, { registry: pypi.title, name }));
  }
}

/** Whether anything is to be sent. */
export const isWanted = (actions: readonly Action[]): boolean =>
  actions.some(({ decision }) => decision === 'publish');

const nothingToSend = async (place: string): Promise<Check> =>
  notChecked(place, givesToken, 'nothing is to be sent there');

const ownersToken = async (place: string): Promise<Check> =>
  notChecked(place, givesToken, 'an owner’s token is used, which only an upload would try');

const nobodyHere = async (place: string): Promise<Check> =>
  notChecked(place, givesToken, 'this is no job of GitHub Actions with an identity');

/** `after` finds what is wrong although there was a token. */
async function prove(
  place: string,
  mint: () => Promise<RegistryToken>,
  after: () => Promise<readonly Finding[]> = async () => [],
): Promise<Check> {
  try {
    const failure = await (await mint()).revoke();
    return checked(place, givesToken, [...(failure ? [failure] : []), ...(await after())]);
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    return checked(place, givesToken, [error.finding]);
  }
}

const tagStands = (tag: string): string => `the tag ${tag} is on the commit that is released`;

/**
 * Whether the tag at GitHub still names the commit that is released; one that is not there is made with the release.
 * @throws SlipwayError SLW401, SLW403 when GitHub gives no clear answer.
 */
export async function proveTag(
  tag: string,
  commit: string,
  { name, github, repository }: Destination,
  ports: Ports,
): Promise<Check> {
  const place = 'GitHub';
  if (name !== 'production') return notChecked(place, tagStands(tag), `${name} needs no tag there`);
  if (!github || !repository) {
    return notChecked(place, tagStands(tag), 'neither GITHUB_TOKEN nor GH_TOKEN is set');
  }
  const there = await githubReleases(github, repository, ports).commitOf(tag);
  const isMoved = there !== null && there !== commit;
  return checked(
    place,
    tagStands(tag),
    isMoved ? [tagMoved.at(nowhere, { tag, commit, there })] : [],
  );
}

/**
 * The same where it must be so: a stage asks before it sends anything.
 * @throws SlipwayError SLW414 when the tag names another commit; SLW401, SLW403 when GitHub gives no clear answer.
 */
export async function verifyTag(
  tag: string,
  commit: string,
  destination: Destination,
  ports: Ports,
): Promise<void> {
  const { findings } = await proveTag(tag, commit, destination, ports);
  const [moved] = findings;
  if (moved) throw new SlipwayError(moved);
}

const mayRelease = 'it lets this job make the release';

/** Whether GitHub will let this job make the release, which comes last; nothing is made to find out. */
export async function proveRelease(
  actions: readonly Action[],
  { tag, commit }: { readonly tag: string; readonly commit: string },
  { github, repository }: Destination,
  ports: Ports,
): Promise<Check> {
  const place = 'GitHub';
  if (!github || !repository) {
    return notChecked(place, mayRelease, 'neither GITHUB_TOKEN nor GH_TOKEN is set');
  }
  if (!isWanted(actions)) return notChecked(place, mayRelease, 'nothing is to be sent there');
  try {
    await githubReleases(github, repository, ports).askForRight(tag, commit);
    return checked(place, mayRelease, []);
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    const { finding } = error;
    if (finding.code === noRelease.code) return checked(place, mayRelease, [finding]);
    // The question is a detour: that it found no answer says nothing of the release.
    return notChecked(place, mayRelease, finding.message);
  }
}

/** What is written from now on: packages once more, clean installs, logs. */
const spare = 256 * 2 ** 20;

/** Whether the disk has room for the rest of the release. */
export async function proveDisk(
  artifacts: readonly Artifact[],
  root: string,
  { files }: Pick<Ports, 'files'>,
): Promise<Check> {
  const needed = spare + 2 * artifacts.reduce((sum, { bytes }) => sum + bytes, 0);
  const free = await files.freeBytes(root);
  const title = `the disk has room for ${mebibytes(needed)} MiB`;
  const context = { free: mebibytes(free), needed: mebibytes(needed) };
  return checked('this machine', title, free < needed ? [diskFull.at(nowhere, context)] : []);
}

const mebibytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
