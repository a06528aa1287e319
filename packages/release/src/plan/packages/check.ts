import semver from 'semver';
import { valid } from '@renovatebot/pep440';
import {
  buildMetadata,
  invalidVersion,
  lockDisagrees,
  missingMetadata,
  pathWithoutVersion,
  requirementRefuses,
  unpublishedDependency,
  versionOrder,
  versionUnmappable,
  type Finding,
} from '../../finding/index.ts';
import type { Crate, PythonPackage, Repository } from '../../manifest/index.ts';
import { acceptsVersion, toPep440, whyNotSemver } from '../../version/index.ts';
import { checkName } from './names.ts';
import { mustPrecede } from './order.ts';

/**
 * What is wrong with the package of one manifest, a crate or a Python package, taken by itself and
 * with its lock file and what it depends on: SLW103, 104, 106, 107, 108, 110, 118, 119, 125, 139. Nothing for a file that
 * holds no package.
 */
export function checkPackage(repository: Repository, manifest: string): Finding[] {
  const crate = repository.crates.find((one) => one.manifest === manifest);
  const python = repository.pythons.find((one) => one.manifest === manifest);
  return [
    ...(crate ? crateChecks.flatMap((check) => check(crate, repository)) : []),
    ...(python ? pythonChecks.flatMap((check) => check(python, repository)) : []),
  ];
}

type CrateCheck = (crate: Crate, repository: Repository) => Finding[];

const crateChecks: readonly CrateCheck[] = [
  checkName,
  checkSemver,
  checkLock,
  checkRequirements,
  checkMetadata,
  checkBuildMetadata,
];

function checkSemver({ name, version }: Crate): Finding[] {
  // npm's parser also takes `v1.0.0` and blanks; cargo takes neither.
  if (/^\d\S*$/.test(version.value) && semver.valid(version.value) !== null) return [];
  return [invalidVersion.at(version, { name, version: version.value, standard: 'SemVer' })];
}

function checkLock(crate: Crate, repository: Repository): Finding[] {
  const lock = repository.workspaces.find(({ directory }) => directory === crate.workspace)?.lock;
  if (!lock) return [];
  const version = crate.version.value;
  const entries = lock.local.filter(({ name }) => name === crate.name);
  if (entries.some((entry) => entry.version === version)) return [];
  const [entry] = entries;
  const context = { name: crate.name, version, lockFile: lock.file, directory: crate.workspace };
  const at = { file: lock.file, line: entry?.line ?? null };
  return [lockDisagrees.at(at, { ...context, locked: entry?.version ?? null })];
}

function checkRequirements(crate: Crate, repository: Repository): Finding[] {
  return crate.dependencies.flatMap((dependency) => {
    const target = repository.crates.find(({ manifest }) => manifest === dependency.manifest);
    const { name, requirement } = dependency;
    if (requirement === null) {
      if (!crate.publishable || !mustPrecede(dependency)) return [];
      return [pathWithoutVersion.at(dependency, { name: crate.name, dependency: name })];
    }
    if (target && !target.publishable && crate.publishable && mustPrecede(dependency)) {
      return [unpublishedDependency.at(dependency, { name: crate.name, dependency: name })];
    }
    const version = target?.version.value;
    if (version === undefined || !semver.valid(version)) return [];
    if (acceptsVersion(requirement, version)) return [];
    const context = { name: crate.name, dependency: name, requirement, version };
    return [requirementRefuses.at(dependency, context)];
  });
}

/** A warning where it may be why the crate is not published; a Python module needs none of it. */
function checkMetadata(crate: Crate, { pythons }: Repository): Finding[] {
  if (crate.publish === 'no') return [];
  const bound = pythons.some(({ crateManifest }) => crateManifest === crate.manifest);
  if (!crate.publishable && bound) return [];
  const missing = [
    ...(crate.description ? [] : ['description']),
    ...(crate.license || crate.licenseFile ? [] : ['license']),
  ];
  if (missing.length === 0) return [];
  const at = { file: crate.manifest, line: crate.line };
  const found = missingMetadata.at(at, { name: crate.name, fields: missing.join(', ') });
  return [crate.publishable ? found : { ...found, severity: 'warning' }];
}

/** Where a Python package is built from it, its mapping to PyPI says it already (SLW106). */
function checkBuildMetadata(crate: Crate, { pythons }: Repository): Finding[] {
  const { name, version, manifest, publishable } = crate;
  const plus = version.value.indexOf('+');
  if (!publishable || plus === -1) return [];
  if (pythons.some(({ crateManifest }) => crateManifest === manifest)) return [];
  const nearest = version.value.slice(0, plus);
  return [buildMetadata.at(version, { name, version: version.value, nearest })];
}

type PythonCheck = (python: PythonPackage, repository: Repository) => Finding[];

const pythonChecks: readonly PythonCheck[] = [checkName, checkPythonVersion, checkMapping];

/** Epochs, post-releases and local versions are PEP 440, and no crate could be at them. */
function checkPythonVersion({ name, version }: PythonPackage): Finding[] {
  if (version.source !== 'explicit') return [];
  if (!valid(version.value)) {
    return [invalidVersion.at(version, { name, version: version.value, standard: 'PEP 440' })];
  }
  const why = whyNotSemver(version.value);
  if (why === null) return [];
  return [versionUnmappable.at(version, { version: version.value, registry: 'crates.io', ...why })];
}

/** maturin maps the crate's version first, even where pyproject.toml then states another. */
function checkMapping(python: PythonPackage, { crates }: Repository): Finding[] {
  const version = crates.find(({ manifest }) => manifest === python.crateManifest)?.version;
  if (!version || !semver.valid(version.value)) return [];
  const mapped = toPep440(version.value);
  if (mapped.ok) {
    const isDev = /\.dev\d+$/.test(mapped.version);
    const context = { version: version.value, pypi: mapped.version };
    return isDev ? [versionOrder.at(version, context)] : [];
  }
  const { reason, nearest } = mapped;
  const context = { version: version.value, registry: 'PyPI', reason, nearest } as const;
  return [versionUnmappable.at(version, context)];
}
