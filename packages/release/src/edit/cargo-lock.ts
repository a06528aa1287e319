import semver from 'semver';
import type { Span } from '../manifest/index.ts';
import type { Change, Replacement } from './model.ts';
import { shift, splice } from './splice.ts';

/** What an entry lists: `"name"`, `"name version"` or `"name version (source)"`. */
interface Reference extends Span {
  readonly name: string;
  readonly version: string | undefined;
  readonly source: string | undefined;
}

/** A `[[package]]`, or a `[[patch.unused]]`; offsets are those of the file. */
interface Entry {
  readonly kind: string;
  readonly start: number;
  end: number;
  name: string;
  version: string;
  versionSpan: Span;
  source: string | null;
  readonly references: Reference[];
  /** What it will be. */
  next: string;
}

/**
 * A Cargo.lock whose own packages, those without a source, take other versions: also in the lists
 * that name them with a version, and in the order that cargo would write. Nothing else changes.
 * `changes` holds what may be meant by a name; of several, that which was at the locked version.
 */
export function editCargoLock(
  text: string,
  changes: ReadonlyMap<string, readonly Change[]>,
): string {
  const entries = readEntries(text);
  const moved = new Set<string>();
  for (const entry of entries) {
    entry.next = nextOf(entry, entries, changes);
    if (entry.next !== entry.version) moved.add(entry.name);
  }
  if (moved.size === 0) return text;
  const byName = groupBy(
    entries.filter(({ kind, name }) => kind === 'package' && moved.has(name)),
    ({ name }) => name,
  );
  const isOld = /^\[metadata\]/m.test(text);
  const blocks = new Map<Entry, Replacement>();
  for (const entry of entries) {
    const { start, end } = entry;
    const inner = editReferences(entry, byName, isOld);
    if (entry.next !== entry.version) inner.push({ ...entry.versionSpan, text: entry.next });
    if (inner.length === 0) continue;
    const block = splice(
      text.slice(start, end),
      inner.map((one) => shift(one, -start)),
    );
    blocks.set(entry, { start, end, text: block });
  }
  const block = (entry: Entry): string =>
    blocks.get(entry)?.text ?? text.slice(entry.start, entry.end);
  const names = groupBy(
    entries.filter(({ name }) => moved.has(name)),
    ({ kind, name }) => `${kind} ${name}`,
  );
  for (const group of names.values()) {
    const sorted = group.toSorted(inOrder).map(block);
    group.forEach((slot, index) => {
      const { start, end } = slot;
      blocks.set(slot, { start, end, text: sorted[index] ?? '' });
    });
  }
  return splice(text, blocks.values());
}

const line = /[^\n]*\n?/g;
const field = /^(name|version|source) = "([^"]*)"/;
const reference = /^( ")([^" ]+)(?: ([^" ]+))?(?: \(([^")]*)\))?"/;

/** By lines, since cargo writes all lock files alike. */
function readEntries(text: string): Entry[] {
  const entries: Entry[] = [];
  let entry: Entry | null = null;
  for (const found of text.matchAll(line)) {
    const [whole] = found;
    const at = found.index;
    const [, kind] = /^\[\[(package|patch\.unused)\]\]/.exec(whole) ?? [];
    if (kind !== undefined) {
      const versionSpan = { start: at, end: at };
      const rest = { name: '', version: '', versionSpan, source: null, references: [], next: '' };
      entry = { kind, start: at, end: at, ...rest };
      entries.push(entry);
    } else if (whole.startsWith('[')) entry = null;
    if (!entry || whole.trim() === '') continue;
    entry.end = at + whole.trimEnd().length;
    readLine(entry, whole, at);
  }
  return entries;
}

function readLine(entry: Entry, whole: string, at: number): void {
  const [, key, value = ''] = field.exec(whole) ?? [];
  if (key === 'name') entry.name = value;
  if (key === 'source') entry.source = value;
  if (key === 'version') {
    const start = at + 'version = "'.length;
    entry.version = value;
    entry.versionSpan = { start, end: start + value.length };
  }
  const [listed, before = '', name, version, source] = reference.exec(whole) ?? [];
  if (listed === undefined || name === undefined) return;
  const start = at + before.length;
  entry.references.push({ name, version, source, start, end: at + listed.length - 1 });
}

/** A lock file may be behind its manifests: then the only package of the name is meant. */
function nextOf(
  { kind, name, version, source }: Entry,
  entries: readonly Entry[],
  changes: ReadonlyMap<string, readonly Change[]>,
): string {
  const meant = source === null ? (changes.get(name) ?? []) : [];
  const exact = meant.find(({ old }) => old === version);
  if (exact) return exact.next;
  const alike = (): Entry[] =>
    entries.filter((one) => one.kind === kind && one.name === name && one.source === null);
  const [only] = meant;
  return only && meant.length === 1 && alike().length === 1 ? only.next : version;
}

/** What changes in a list of dependencies: how it names packages, and their order. */
function editReferences(
  entry: Entry,
  byName: ReadonlyMap<string, readonly Entry[]>,
  isOld: boolean,
): Replacement[] {
  const affected = groupBy(
    entry.references.filter(({ name }) => byName.has(name)),
    ({ name }) => name,
  );
  return [...affected].flatMap(([name, references]) => {
    const alike = byName.get(name) ?? [];
    const spelled = references.map((one) => spellReference(one, alike, isOld));
    // Cargo sorts them by name, version and source as texts.
    if (spelled.length > 1) spelled.sort();
    return references.flatMap(({ start, end, ...one }, index) => {
      const text = spelled[index] ?? '';
      return text === written(one) ? [] : { start, end, text };
    });
  });
}

function written({ name, version, source }: Omit<Reference, 'start' | 'end'>): string {
  const parts = [name, version, source === undefined ? undefined : `(${source})`];
  return parts.filter((part) => part !== undefined).join(' ');
}

/**
 * With a version where several of the name are locked, with a source where that is not enough; lock
 * files of before 2020 always say all. (`encodable_package_id` in cargo's resolver/encode.rs.)
 */
function spellReference(reference: Reference, alike: readonly Entry[], isOld: boolean): string {
  const { name, version, source } = reference;
  const meant = alike.filter(
    (one) =>
      (version === undefined || one.version === version) &&
      (source === undefined || one.source?.split('#')[0] === source.split('#')[0]),
  );
  const entry = meant.find((one) => one.source === null) ?? meant[0];
  if (!entry) return written(reference);
  if (isOld) return written({ name, version: entry.next, source });
  const twins = alike.filter(({ next }) => next === entry.next);
  if (twins.length > 1) {
    const from = source ?? entry.source?.split('#')[0];
    return written({ name, version: entry.next, source: from });
  }
  const isOnly = alike.every(({ next }) => next === entry.next);
  return written({ name, version: isOnly ? undefined : entry.next, source: undefined });
}

/** As cargo sorts packages of one name: by version, what has no source first. */
function inOrder(a: Entry, b: Entry): number {
  const isVersion = semver.valid(a.next) !== null && semver.valid(b.next) !== null;
  return (
    (isVersion ? semver.compareBuild(a.next, b.next) : 0) ||
    Number(a.source !== null) - Number(b.source !== null)
  );
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
