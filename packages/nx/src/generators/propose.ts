import { readPlaces, type VersionPlace } from '@slipway/release/edit';
import type { PythonPackage, Repository } from '@slipway/release/manifest';
import { checkAgreement, type Agreement } from '@slipway/release/plan';
import { sameVersion } from '@slipway/release/version';
import type { PluginOptions } from '../graph/options.ts';
import type { Texts } from '../run/repository.ts';
import type { ExistingRelease } from '../run/workflows.ts';

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
  const { platforms, interpreters, manylinux } = matrix;
  if (platforms.length === 0) return nothing;
  const files = [...new Set(description.wheels.map(({ file }) => file))];
  return {
    options: {
      platforms,
      ...(interpreters.length > 0 ? { interpreters } : {}),
      ...(manylinux !== null && manylinux !== 'auto' ? { manylinux } : {}),
    },
    reasons: [
      `platforms: ${platforms.join(', ')}${interpreters.length > 0 ? ` × ${interpreters.join(', ')}` : ''} — as ${files.join(', ')} builds them`,
    ],
  };
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
