import { placeDisagrees, placeUnreadable, type Finding } from '../finding/index.ts';
import type { Crate, PythonPackage, Repository } from '../manifest/index.ts';
import { normalizedName } from '../manifest/index.ts';
import { isSame, spell, unmappable } from './changes.ts';
import type { Change, Spelling, StatedPlace, VersionPlace } from './model.ts';
import { readPlaces } from './place.ts';
import type { Replacements } from './splice.ts';

/** A package as it is now. */
type Owner = Pick<Change, 'name' | 'manifest' | 'ecosystem' | 'old'>;

/**
 * Whether every place that a project names states the version of its package: SLW121 for one that
 * cannot be read or names no package, SLW122 for one that states something else.
 */
export function checkPlaces(
  texts: ReadonlyMap<string, string>,
  repository: Repository,
  places: readonly VersionPlace[],
): readonly Finding[] {
  const { stated, findings } = readPlaces(texts, places);
  const owners = ownersIn(repository);
  return [
    ...findings,
    ...stated.flatMap((at) => {
      const meant = owners(at.place);
      const [first] = meant;
      if (!first) return noPackage(at);
      return meant.some((owner) => states(at, owner)) ? [] : disagrees(at, first);
    }),
  ];
}

/**
 * Moves the places whose package changes; one that states neither the old version nor the new one is
 * left as it is, and a finding: SLW122.
 */
export function movePlaces(
  texts: ReadonlyMap<string, string>,
  repository: Repository,
  places: readonly VersionPlace[],
  changes: ReadonlyMap<string, Change>,
  replacements: Replacements,
): Finding[] {
  const { stated, findings } = readPlaces(texts, places);
  const owners = ownersIn(repository);
  return [
    ...findings,
    ...stated.flatMap((at) => move(at, owners(at.place), changes, replacements)),
  ];
}

function move(
  at: StatedPlace,
  meant: readonly Owner[],
  changes: ReadonlyMap<string, Change>,
  replacements: Replacements,
): Finding[] {
  const { file } = at.place;
  if (meant.length === 0) return [noPackage(at)];
  const changing = meant.flatMap((owner) => changes.get(owner.manifest) ?? []);
  const before = changing.filter((change) => states(at, change));
  const [first] = before;
  if (!first) return left(at, meant, changing);
  const texts = new Set(before.map((change) => spell(change.next, spellingOf(at.place, change))));
  const [text = null] = texts;
  if (texts.size > 1) {
    return [unreadable(at, `packages at ${at.stated} take different versions: say which is meant`)];
  }
  if (text === null) return [unmappable({ file, line: at.line }, first.next)];
  const known = replacements.overlapping(file, at.span);
  const isSameEdit =
    known?.start === at.span.start && known.end === at.span.end && known.text === text;
  if (known && !isSameEdit) return [unreadable(at, 'something else is changed there')];
  replacements.add(file, { ...at.span, text });
  return [];
}

/** A place may state the new version already, or that of a package which the release leaves alone. */
function left(at: StatedPlace, meant: readonly Owner[], changing: readonly Change[]): Finding[] {
  const [first] = changing;
  const after = changing.map((change) => ({ ...change, old: change.next }));
  const isKnown = [...meant, ...after].some((owner) => states(at, owner));
  return !first || isKnown ? [] : [disagrees(at, first)];
}

/** The packages that a place may mean: a crate and a Python package of one name, unless it says which. */
function ownersIn({ crates, pythons }: Repository): (place: VersionPlace) => readonly Owner[] {
  const cargo = crates.map((crate) => toOwner(crate, 'cargo'));
  const pypi = pythons.map((python) => toOwner(python, 'pypi'));
  return ({ package: name, spelling }) => {
    if (name === undefined) return [...cargo, ...pypi];
    const crate = cargo.filter((one) => one.name === name);
    const python = pypi.filter((one) => normalizedName(one.name) === normalizedName(name));
    if (spelling === undefined) return [...crate, ...python];
    const [first, second] = spelling === 'pypi' ? [python, crate] : [crate, python];
    return first.length > 0 ? first : second;
  };
}

function toOwner(from: Crate | PythonPackage, ecosystem: Spelling): Owner {
  return { name: from.name, manifest: from.manifest, ecosystem, old: from.version.value };
}

function spellingOf(place: VersionPlace, { ecosystem }: Owner): Spelling {
  return place.spelling ?? ecosystem;
}

function states(at: StatedPlace, owner: Owner): boolean {
  const spelling = spellingOf(at.place, owner);
  const version = spell(owner.old, spelling);
  return version !== null && isSame(at.stated, version, spelling);
}

function disagrees({ place, line, stated }: StatedPlace, owner: Owner): Finding {
  const version = spell(owner.old, spellingOf(place, owner)) ?? owner.old;
  const { file } = place;
  return placeDisagrees.at({ file, line }, { file, stated, name: owner.name, version });
}

function noPackage(at: StatedPlace): Finding {
  const { package: name } = at.place;
  const nobody = 'there is no package';
  return unreadable(at, name === undefined ? nobody : `no package is called ${name}`);
}

function unreadable({ place: { file }, line }: StatedPlace, problem: string): Finding {
  return placeUnreadable.at({ file, line }, { file, problem });
}
