import { nameRefused, sameName, type Finding } from '../../finding/index.ts';
import {
  normalizedName,
  type Crate,
  type PythonPackage,
  type Repository,
} from '../../manifest/index.ts';
import { isPython, registryOf } from './packages.ts';

/** Names of the language, and what Windows cannot have as a file: nobody gets them on crates.io. */
const reserved =
  /^(alloc|core|proc[-_]macro|rustc|rustdoc|std|test|nul|con|prn|aux|com[1-9]|lpt[1-9])$/i;

/**
 * Whether the registry takes the name of a package (SLW139).
 * https://doc.rust-lang.org/cargo/reference/manifest.html#the-name-field, and for PyPI
 * https://packaging.python.org/en/latest/specifications/name-normalization/
 */
export function checkName(one: Crate | PythonPackage): Finding[] {
  if (!one.publishable) return [];
  const reason = isPython(one) ? pypiReason(one.name) : cratesReason(one.name);
  if (reason === null) return [];
  const { name, manifest } = one;
  const line = isPython(one) ? null : one.line;
  return [nameRefused.at({ file: manifest, line }, { name, registry: registryOf(one), reason })];
}

function cratesReason(name: string): string | null {
  if (!/^[A-Za-z]/.test(name)) return 'it does not begin with a letter';
  if (!/^[A-Za-z0-9_-]*$/.test(name))
    return 'it has other characters than letters, digits, - and _';
  if (name.length > 64) return 'it is longer than 64 characters';
  return reserved.test(name) ? 'the name is reserved' : null;
}

function pypiReason(name: string): string | null {
  return /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(name)
    ? null
    : 'it has other characters than letters, digits, -, _ and ., or one of these at an end';
}

/** Packages that are one to their registry, which does not tell - from _ (SLW140). */
export function checkSameNames({ crates, pythons }: Repository): Finding[] {
  const published = [...crates, ...pythons].filter(({ publishable }) => publishable);
  const groups = Map.groupBy(published, (one) => `${registryOf(one)} ${normalizedName(one.name)}`);
  return [...groups.values()].flatMap((group) => {
    const [first, second] = group;
    if (!first || !second) return [];
    const context = {
      name: first.name,
      registry: registryOf(first),
      manifests: group.map(({ manifest }) => manifest),
    };
    return [sameName.at({ file: second.manifest, line: null }, context)];
  });
}
