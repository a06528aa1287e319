import { isTable, tableAt, type Document, type Table } from '../manifest/index.ts';
import { normalizedName } from '../manifest/index.ts';
import { isSame, spell } from './changes.ts';
import type { Change, Replacement } from './model.ts';
import { shift, type Replacements } from './splice.ts';

/** Changes of Python packages, by normalized name. */
export type PythonChanges = ReadonlyMap<string, Change>;

/** Name, extras, and what follows up to a marker; a `@` in it means an address, and no version. */
const requirement = /^(\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?)([^;]*)/;
const pin = /(===?\s*)([^\s,;()]+)/g;

/**
 * Moves the exact pins of a pyproject.toml on packages of the repository: those of its dependencies,
 * extras, dependency groups and build requirements that name the old version.
 * https://packaging.python.org/en/latest/specifications/dependency-specifiers/
 */
export function movePins(
  { file, table, value }: Document,
  text: string,
  changes: PythonChanges,
  replacements: Replacements,
): void {
  for (const path of requirementLists(table)) {
    for (let index = 0; ; index += 1) {
      const span = value(...path, String(index));
      if (!span) break;
      for (const one of pinsIn(text.slice(span.start, span.end), changes)) {
        replacements.add(file, shift(one, span.start));
      }
    }
  }
}

/** The pins to replace in a requirement on a Python package. */
function pinsIn(written: string, changes: PythonChanges): Replacement[] {
  const [, before = '', name = '', specifiers = ''] = requirement.exec(written) ?? [];
  const change = changes.get(normalizedName(name));
  if (!change || specifiers.includes('@')) return [];
  return movePinsIn(specifiers, change).map((one) => shift(one, before.length));
}

/** The pins to replace among version specifiers: `==` or `===` with the old version. */
export function movePinsIn(specifiers: string, change: Change): Replacement[] {
  const text = spell(change.next, 'pypi');
  const old = spell(change.old, 'pypi');
  if (text === null || old === null) return [];
  return [...specifiers.matchAll(pin)].flatMap((found) => {
    const [, before = '', version = ''] = found;
    if (!isSame(version, old, 'pypi')) return [];
    const start = found.index + before.length;
    return { start, end: start + version.length, text };
  });
}

function requirementLists(table: Table): string[][] {
  const within = (...path: string[]): string[][] =>
    Object.keys(tableAt(table, ...path)).map((key) => [...path, key]);
  const project = isTable(table['project']) ? [['project', 'dependencies']] : [];
  return [
    ...project,
    ...within('project', 'optional-dependencies'),
    ...within('dependency-groups'),
    ['build-system', 'requires'],
  ];
}
