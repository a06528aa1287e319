import { eq, valid } from '@renovatebot/pep440';
import semver from 'semver';
import {
  inheritedApart,
  invalidVersion,
  manifestMissing,
  versionUnmappable,
  type Finding,
  type Location,
} from '../finding/index.ts';
import type { Crate, PythonPackage, Repository } from '../manifest/index.ts';
import { toPep440, toSemver } from '../version/index.ts';
import type { Change, Spelling } from './model.ts';

/** The one line that states the version of some packages. */
export interface Source {
  readonly file: string;
  readonly path: readonly string[];
  /** As it is to be written. */
  readonly version: string;
}

export interface Changes {
  readonly byManifest: ReadonlyMap<string, Change>;
  /** What states the versions that change. */
  readonly sources: readonly Source[];
  readonly findings: readonly Finding[];
}

interface Package {
  readonly name: string;
  readonly manifest: string;
  readonly ecosystem: Spelling;
  readonly old: string;
  readonly line: number | null;
}

/** Packages that take their version from one line. */
interface Group extends Pick<Source, 'file' | 'path'> {
  readonly spelling: Spelling;
  readonly members: Package[];
}

/**
 * Which packages take another version when some are asked to: those with them that have their
 * version from the same line, a workspace's or a crate's. What cannot be is a finding, and changes
 * nothing: SLW123 for one line that is to state two versions, SLW110 and SLW106 for a version that
 * Cargo or PyPI does not have, SLW111 for a manifest that is none of the repository's.
 */
export function planChanges(repository: Repository, wanted: ReadonlyMap<string, string>): Changes {
  const groups = groupBySource(repository);
  const findings = unknownManifests(groups, wanted);
  const byManifest = new Map<string, Change>();
  const sources: Source[] = [];
  for (const group of groups) {
    const agreed = agree(group, wanted);
    if (agreed === null) continue;
    if (typeof agreed !== 'string') {
      findings.push(agreed);
      continue;
    }
    const [first] = group.members;
    const version = spell(agreed, group.spelling);
    if (version === null || !first || isSame(first.old, version, group.spelling)) continue;
    sources.push({ file: group.file, path: group.path, version });
    for (const { name, manifest, ecosystem, old } of group.members) {
      byManifest.set(manifest, { name, manifest, ecosystem, old, next: agreed });
    }
  }
  return { byManifest, sources, findings };
}

/** A version as a registry spells it; null where that registry cannot have it. */
export function spell(version: string, spelling: Spelling): string | null {
  if (spelling === 'cargo') return semver.valid(version) === null ? toSemver(version) : version;
  const mapped = toPep440(version);
  return mapped.ok ? mapped.version : valid(version);
}

/** Whether two versions are the same to a registry; PyPI has many spellings for one. */
export function isSame(one: string, other: string, spelling: Spelling): boolean {
  if (one === other) return true;
  return spelling === 'pypi' && Boolean(valid(one) && valid(other)) && eq(one, other);
}

function groupBySource({ crates, pythons }: Repository): Group[] {
  const groups = new Map<string, Group>();
  const byManifest = new Map(crates.map((crate) => [crate.manifest, crate]));
  const join = (group: Omit<Group, 'members'>, member: Package): void => {
    const key = [group.file, ...group.path].join('\0');
    const known = groups.get(key);
    if (known) known.members.push(member);
    else groups.set(key, { ...group, members: [member] });
  };
  for (const crate of crates) join(sourceOf(crate), toPackage(crate, 'cargo'));
  for (const python of pythons) {
    const crate = byManifest.get(python.crateManifest);
    const own = python.version.source === 'explicit' || !crate;
    const path = ['project', 'version'];
    const source = { file: python.manifest, path, spelling: 'pypi' as const };
    join(own ? source : sourceOf(crate), toPackage(python, 'pypi'));
  }
  return [...groups.values()];
}

function sourceOf({ manifest, version }: Crate): Omit<Group, 'members'> {
  return version.source === 'inherited' && version.file !== null
    ? { file: version.file, path: ['workspace', 'package', 'version'], spelling: 'cargo' }
    : { file: manifest, path: ['package', 'version'], spelling: 'cargo' };
}

function toPackage(from: Crate | PythonPackage, ecosystem: Spelling): Package {
  const { name, manifest, version } = from;
  return { name, manifest, ecosystem, old: version.value, line: version.line };
}

/** The version that a group is asked to take; null when nobody asks. */
function agree(group: Group, wanted: ReadonlyMap<string, string>): string | Finding | null {
  const asked = group.members.flatMap((member) => {
    const version = wanted.get(member.manifest);
    return version === undefined ? [] : [{ ...member, version }];
  });
  const [first] = asked;
  if (!first) return null;
  const { file } = group;
  const at = { file, line: first.line };
  const { name, version } = first;
  const other = asked.find((one) => one.version !== version);
  if (other) {
    const context = { name, version, otherName: other.name, otherVersion: other.version, file };
    return inheritedApart.at(at, context);
  }
  if (semver.parse(version)?.raw !== version || !/^\d/.test(version)) {
    return invalidVersion.at(at, { name, version, standard: 'SemVer' });
  }
  return group.spelling === 'pypi' && !toPep440(version).ok ? unmappable(at, version) : version;
}

/** SLW106, for a version that PyPI cannot have. */
export function unmappable(at: Location, version: string): Finding {
  const mapped = toPep440(version);
  const { reason, nearest } = mapped.ok ? { reason: 'it can', nearest: mapped.version } : mapped;
  const context = { version, registry: 'PyPI' as const, reason, nearest };
  return versionUnmappable.at(at, context);
}

function unknownManifests(
  groups: readonly Group[],
  wanted: ReadonlyMap<string, string>,
): Finding[] {
  const known = new Set(groups.flatMap(({ members }) => members.map(({ manifest }) => manifest)));
  return [...wanted.keys()]
    .filter((manifest) => !known.has(manifest))
    .map((manifest) =>
      manifestMissing.at({ file: null, line: null }, { wanted: manifest, from: 'the release' }),
    );
}
