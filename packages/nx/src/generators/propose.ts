import { readPlaces, type VersionPlace } from '@slipway/release/edit';
import type { PythonPackage, Repository } from '@slipway/release/manifest';
import { checkAgreement, policyFor, type Agreement } from '@slipway/release/plan';
import { sameVersion } from '@slipway/release/version';
import type { MatrixPlatform } from '@slipway/doctor/release-workflow';
import { findPlatform } from '@slipway/release/platform';
import type { PluginOptions, PlatformOptions } from '@slipway/workspace/settings';
import type { Texts, ExistingRelease } from '@slipway/workspace/subject';

/** Options for nx.json, and why each of them. */
export interface Proposal {
  readonly options: PluginOptions;
  readonly reasons: readonly string[];
}

/**
 * What the repository itself shows: the wheels that its workflows build, the versions that were apart in
 * earlier releases as well, and the files that state a version by themselves. Pure. `earlier` are the
 * repository's manifests at its last release tags.
 */
export function propose(
  { texts }: Texts,
  repository: Repository,
  earlier: readonly Repository[],
  existing: ExistingRelease | null,
): Proposal {
  const all = [
    existing ? proposePlatforms(existing) : nothing,
    proposeIndependent(repository, earlier),
    proposePlaces(texts, repository),
  ];
  return {
    options: Object.assign({}, ...all.map(({ options }) => options)) as PluginOptions,
    reasons: all.flatMap(({ reasons }) => reasons),
  };
}

const nothing: Proposal = { options: {}, reasons: [] };

function proposePlatforms({ description, matrix }: ExistingRelease): Proposal {
  const { interpreters, manylinux } = matrix;
  const platforms = matrix.platforms.filter(({ target }) => findPlatform(target) !== null);
  const others = matrix.platforms.filter((platform) => !platforms.includes(platform));
  const leftOut = others.map(({ target }) => `left out: ${target} — PyPI takes no wheels for it`);
  if (platforms.length === 0) return { options: {}, reasons: leftOut };
  const common = manylinux === 'auto' ? null : manylinux;
  const files = [...new Set(description.wheels.map(({ file }) => file))];
  const names = platforms.map(({ target }) => target).join(', ');
  return {
    options: {
      platforms: platforms.map((platform) => optionOf(platform, interpreters, common)),
      ...(interpreters.length > 0 ? { interpreters } : {}),
      ...(common === null ? {} : { manylinux: common }),
    },
    reasons: [
      `platforms: ${names}${interpreters.length > 0 ? ` × ${interpreters.join(', ')}` : ''} — as ${files.join(', ')} builds them`,
      ...leftOut,
    ],
  };
}

/** A platform by its target alone, or with what it has that others do not. */
function optionOf(
  { target, interpreters, policy, runner }: MatrixPlatform,
  common: readonly string[],
  manylinux: string | null,
): string | PlatformOptions {
  const usual = target.includes('-linux-musl') ? null : manylinux;
  const own: Omit<PlatformOptions, 'target'> = {
    ...(runner === null ? {} : { runner }),
    ...(interpreters.length > 0 && interpreters.join() !== common.join() ? { interpreters } : {}),
    ...(policy !== null && policy !== usual && policyFor(target, policy) === policy
      ? { manylinux: policy }
      : {}),
  };
  return Object.keys(own).length === 0 ? target : { target, ...own };
}

/** Versions that are apart now and were so at each of the last tags are apart on purpose. */
function proposeIndependent(repository: Repository, earlier: readonly Repository[]): Proposal {
  const apart = ({ agreement }: { agreement: readonly Agreement[] }): Set<string> =>
    new Set(
      agreement
        .filter(({ relation }) => relation === 'mismatch' || relation === 'independent')
        .flatMap(({ packages }) => packages.filter((name) => name.endsWith(' (Python)'))),
    );
  const before = earlier.map((one) => apart(checkAgreement(one)));
  const mismatched = checkAgreement(repository).agreement.filter(
    ({ relation }) => relation === 'mismatch',
  );
  const names = mismatched
    .flatMap(({ packages }) => packages)
    .filter((name) => before.length > 0 && before.every((set) => set.has(name)))
    .map((name) => name.replace(/ \(Python\)$/, ''));
  const independent = [...new Set(names)].sort();
  if (independent.length === 0) return nothing;
  const reason = `independent: ${independent.join(', ')} — versions were apart at the last ${before.length} tags as well`;
  return { options: { independent }, reasons: [reason] };
}

/** Where projects write a version beside their manifests. */
const usual: readonly { file: RegExp; place: Omit<VersionPlace, 'file'> }[] = [
  {
    file: /(^|\/)(__init__|_version|version|__about__)\.py$/,
    place: { pattern: '^__version__\\s*=\\s*["\'](?<version>[^"\']+)["\']', spelling: 'pypi' },
  },
  {
    file: /^CITATION\.cff$/,
    place: { pattern: '^version:\\s*["\']?(?<version>[^"\'\\s]+)' },
  },
  {
    file: /^(docs\/)?(source\/)?conf\.py$/,
    place: { pattern: '^release\\s*=\\s*["\'](?<version>[^"\']+)["\']' },
  },
];

function proposePlaces(texts: ReadonlyMap<string, string>, repository: Repository): Proposal {
  const candidates = [...texts.keys()].flatMap((file) =>
    usual.filter((one) => one.file.test(file)).map(({ place }) => ({ file, ...place })),
  );
  const { stated } = readPlaces(texts, candidates);
  const places = stated.flatMap(({ place, stated: version }): VersionPlace[] => {
    const owner = ownerOf(place.file, version, repository);
    return owner ? [{ file: place.file, package: owner, ...rest(place) }] : [];
  });
  const reasons = places.map(
    ({ file, package: name }) => `places: ${file} states the version of ${name}`,
  );
  return places.length > 0 ? { options: { places }, reasons } : nothing;
}

function rest({ pattern, path, spelling }: VersionPlace): Omit<VersionPlace, 'file'> {
  return {
    ...(pattern === undefined ? {} : { pattern }),
    ...(path === undefined ? {} : { path }),
    ...(spelling === undefined ? {} : { spelling }),
  };
}

/** The package whose version this is: the one in the nearest folder around the file. */
function ownerOf(file: string, version: string, { crates, pythons }: Repository): string | null {
  const around = ({ directory }: { directory: string }): boolean =>
    directory === '' || file.startsWith(`${directory}/`);
  const states = (one: { version: PythonPackage['version'] }): boolean =>
    one.version.value === version || sameVersion(one.version.value, version);
  const owners = [...pythons, ...crates]
    .filter((one) => one.publishable && around(one) && states(one))
    .sort((a, b) => b.directory.length - a.directory.length);
  return owners[0]?.name ?? null;
}

/** Which files beside manifests and workflows are read for this. */
export function isUsualPlace(file: string): boolean {
  return usual.some((one) => one.file.test(file));
}
