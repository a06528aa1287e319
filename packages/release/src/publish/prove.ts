import {
  checked,
  diskFull,
  notChecked,
  SlipwayError,
  tagMoved,
  nowhere,
  type Check,
} from '../finding/index.ts';
import { mintCratesIoToken, mintPypiToken, type RegistryToken } from '../identity/index.ts';
import type { Action, Artifact } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import { githubReleases, type Destination } from '../registry/index.ts';

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

/** Whether PyPI will. The first token for a pending publisher makes the project: nobody asks for it to see. */
export function provePypiToken(
  actions: readonly Action[],
  isNew: boolean,
  { pypi, identity }: Destination,
  ports: Ports,
): Promise<Check> {
  const place = pypi.title;
  if (!isWanted(actions)) return nothingToSend(place);
  if (pypi.ownToken) return ownersToken(place);
  if (!identity) return nobodyHere(place);
  if (isNew) {
    const because = 'the first token for a pending publisher makes the project';
    return Promise.resolve(notChecked(place, givesToken, because));
  }
  return prove(place, () => mintPypiToken(identity, pypi, ports));
}

const isWanted = (actions: readonly Action[]): boolean =>
  actions.some(({ decision }) => decision === 'publish');

const nothingToSend = async (place: string): Promise<Check> =>
  notChecked(place, givesToken, 'nothing is to be sent there');

const ownersToken = async (place: string): Promise<Check> =>
  notChecked(place, givesToken, 'an owner’s token is used, which only an upload would try');

const nobodyHere = async (place: string): Promise<Check> =>
  notChecked(place, givesToken, 'this is no job of GitHub Actions with an identity');

async function prove(place: string, mint: () => Promise<RegistryToken>): Promise<Check> {
  try {
    const failure = await (await mint()).revoke();
    return checked(place, givesToken, failure ? [failure] : []);
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
