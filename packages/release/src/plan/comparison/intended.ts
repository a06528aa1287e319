import type { Crate, PythonPackage, Repository } from '../../manifest/index.ts';
import { whyItStays, type ReleaseSelection } from '../tags/index.ts';
import type { Action, Decision } from './decide.ts';
import { isLive, type Live } from './live.ts';
import { isPython, packageKey, versionOnPypi } from '../packages/index.ts';

/**
 * What a release is to do, before anything is built: a row for each crate and each sdist that is
 * published or could be, its digest still open. The wheels are those of the package's platforms. Pure.
 */
export function intendedActions(
  repository: Repository,
  selection: Pick<ReleaseSelection, 'stays' | 'bumpFirst'>,
  live: Live,
): Action[] {
  const packages = [
    ...repository.crates.filter(({ publish }) => publish !== 'no'),
    ...repository.pythons,
  ];
  return packages
    .filter(({ publishable }) => publishable)
    .map((one) => ({ ...artifactOf(one), sha256: null, ...decided(one, selection, live) }));
}

function artifactOf(
  one: Crate | PythonPackage,
): Pick<Action, 'registry' | 'package' | 'version' | 'file'> {
  const { name } = one;
  const { value } = one.version;
  if (!isPython(one)) {
    return {
      registry: 'crates.io',
      package: name,
      version: value,
      file: `${name}-${value}.crate`,
    };
  }
  const version = versionOnPypi(one);
  // PEP 625.
  const file = `${one.normalizedName.replaceAll('-', '_')}-${version}.tar.gz`;
  return { registry: 'PyPI', package: name, version, file };
}

function decided(
  one: Crate | PythonPackage,
  selection: Pick<ReleaseSelection, 'stays' | 'bumpFirst'>,
  live: Live,
): { decision: Decision; why: string } {
  const key = packageKey(one);
  const blocked = selection.bumpFirst.find(({ packages }) => packages.includes(key));
  if (blocked) {
    return { decision: 'blocked', why: `${blocked.tag.name} is another commit: bump first` };
  }
  const stays = selection.stays.find(({ packages }) => packages.includes(key));
  if (stays) return { decision: 'skip', why: whyItStays(stays) };
  const there = isLive(one, live);
  if (there) return { decision: 'already-there', why: 'the registry has this version' };
  return {
    decision: 'publish',
    why: there === null ? 'the registry was not asked' : 'not there yet',
  };
}
