import {
  checkGrowth,
  checkPacked,
  parseSdistFileName,
  readCrate,
  readSdist,
  type Packable,
  type Packed,
} from '../artifact/index.ts';
import type { Workshop } from '../command/index.ts';
import { checked, notChecked, SlipwayError, type Check, type Finding } from '../finding/index.ts';
import type { Artifact } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import { until } from '../request/index.ts';
import {
  crateAddress,
  download,
  listCrate,
  listProject,
  type CratesIoEndpoint,
  type PypiEndpoint,
} from '../registry/index.ts';
import { askEach } from '../request/index.ts';
import { newestVersion, sameVersion } from '../version/index.ts';

/** A crate or an sdist that is to be published. */
export interface PackedArtifact {
  readonly artifact: Artifact;
  /** A crate's folder in the repository; null for an sdist, which holds several. */
  readonly directory: string | null;
}

/** Where the versions before are looked for; null where nobody is to be asked. */
export type EarlierPlaces = {
  readonly cratesIo: CratesIoEndpoint;
  readonly pypi: PypiEndpoint;
} | null;

/** Milliseconds for all of them: what a registry says here stops no release. */
const patience = 15_000;

/** Bytes: as much as PyPI takes. */
const limit = 100 * 2 ** 20;

const known = 'what is packed is in git, or named in packUntracked';
const size = 'no package has more than twice the size of its last version';

/**
 * Whether crates and sdists hold what they ought to: files that git knows (SLW245), and not much more than the version
 * before (SLW248). A registry that does not answer, or has none of them, is told as such.
 */
export async function checkContents(
  packages: readonly PackedArtifact[],
  packable: Packable,
  places: EarlierPlaces,
  { root, ports }: Pick<Workshop, 'root' | 'ports'>,
): Promise<Check[]> {
  const readings = await Promise.all(packages.map((one) => readPacked(one, { root, ports })));
  const read = readings.filter((one) => one !== null);
  if (read.length === 0) return [];
  const strangers = read.flatMap(({ artifact, directory, packed }) =>
    checkPacked(packed, { file: artifact.path, name: artifact.package, directory }, packable),
  );
  const within = impatient(ports, AbortSignal.timeout(patience));
  const growth = await Promise.all(
    (['crate', 'sdist'] as const).map((kind) => {
      const own = read.filter(({ artifact }) => artifact.kind === kind);
      return checkSizes(kind, own, places, within);
    }),
  );
  return [checked('this machine', known, strangers), ...growth.flat()];
}

interface Read extends PackedArtifact {
  readonly packed: Packed;
}

async function readPacked(
  one: PackedArtifact,
  { root, ports }: Pick<Workshop, 'root' | 'ports'>,
): Promise<Read | null> {
  const { path } = one.artifact;
  const bytes = await ports.files.readBytes(`${root}/${path}`);
  const packed = bytes && (await open(bytes, one.artifact.file));
  return packed ? { ...one, packed } : null;
}

/** Null for what cannot be read: its build, or its registry, has said so. */
async function open(bytes: Uint8Array, file: string): Promise<Packed | null> {
  const reading = await (file.endsWith('.crate') ? readCrate(bytes) : readSdist(bytes, file));
  return reading.kind === 'unreadable' ? null : reading;
}

type Asking = Pick<Ports, 'fetch' | 'clock'>;

const noTime = new Error('what does not answer at once is not asked again');

/** Asks once and waits for nobody. */
function impatient({ fetch, clock }: Asking, signal: AbortSignal): Asking {
  return {
    fetch: until(fetch, signal),
    clock: { now: () => clock.now(), sleep: () => Promise.reject(noTime) },
  };
}

async function checkSizes(
  kind: 'crate' | 'sdist',
  packages: readonly Read[],
  places: EarlierPlaces,
  ports: Asking,
): Promise<Check[]> {
  if (packages.length === 0) return [];
  const place = kind === 'crate' ? 'crates.io' : (places?.pypi.title ?? 'PyPI');
  if (!places) return [notChecked(place, size, 'nobody is to be asked (CARGO_NET_OFFLINE)')];
  const answers = await askEach(packages, async (one): Promise<Finding[] | string> => {
    const before = await earlier(kind, one.artifact, places, ports).catch(silently);
    if (typeof before === 'string') return before;
    const { path: file, package: name } = one.artifact;
    return checkGrowth(one.packed, before, { file, name });
  });
  const findings = answers.flatMap((one) => (typeof one === 'string' ? [] : one));
  const why = answers.filter((one) => typeof one === 'string');
  if (why.length === answers.length) return [notChecked(place, size, [...new Set(why)].join('; '))];
  return [checked(place, size, findings)];
}

/** What is wrong with a registry here is no matter of this check; a defect of ours is. */
function silently(error: unknown): string {
  if (error !== noTime && !(error instanceof SlipwayError)) throw error;
  return 'it did not answer';
}

type Earlier = Packed & { readonly version: string };

/** The newest version that stands before this one; why there is none. */
async function earlier(
  kind: 'crate' | 'sdist',
  artifact: Artifact,
  { cratesIo, pypi }: NonNullable<EarlierPlaces>,
  ports: Asking,
): Promise<Earlier | string> {
  const { package: name, version } = artifact;
  const found =
    kind === 'crate'
      ? await earlierCrate(name, version, cratesIo, ports)
      : await earlierSdist(name, version, pypi, ports);
  if (!found) return 'it has no earlier version';
  const { url, sha256, file } = found;
  const bytes = url && (await download(found.registry, url, { sha256, limit }, ports));
  const packed = bytes ? await open(bytes, file) : null;
  return packed ? { ...packed, version: found.version } : `${file} cannot be read`;
}

interface Found {
  readonly registry: string;
  readonly version: string;
  readonly file: string;
  readonly url: string | null;
  readonly sha256: string;
}

async function earlierCrate(
  name: string,
  version: string,
  endpoint: CratesIoEndpoint,
  ports: Asking,
): Promise<Found | null> {
  const rows = (await listCrate(name, endpoint, ports)).filter(
    (row) => !row.yanked && row.version !== version,
  );
  const newest = newestVersion(rows.map((row) => row.version));
  const row = rows.find((one) => one.version === newest);
  if (!row) return null;
  const url = await crateAddress(row, endpoint, ports);
  const file = `${row.name}-${row.version}.crate`;
  return { registry: 'crates.io', version: row.version, file, url, sha256: row.sha256 };
}

async function earlierSdist(
  name: string,
  version: string,
  endpoint: PypiEndpoint,
  ports: Asking,
): Promise<Found | null> {
  const { files } = await listProject(name, endpoint, ports);
  const sdists = files.flatMap(({ file, url, sha256, yanked }) => {
    const stated = parseSdistFileName(file)?.version;
    if (!stated || yanked || sha256 === null || sameVersion(stated, version)) return [];
    return [{ registry: endpoint.title, version: stated, file, url, sha256 }];
  });
  const newest = newestVersion(sdists.map((one) => one.version));
  return sdists.find((one) => one.version === newest) ?? null;
}
