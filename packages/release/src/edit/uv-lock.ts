import { directoryOf, resolvePath } from '../manifest/index.ts';
import { normalizedName } from '../manifest/index.ts';
import { spell } from './changes.ts';
import type { Change, Replacement } from './model.ts';
import { movePinsIn, type PythonChanges } from './pypi.ts';
import { shift, splice } from './splice.ts';

const entry = /^\[\[package\]\]\r?\n(?:(?!\[\[)[^\n]*\n?)*/gm;
const source = /^source = \{ (?:editable|virtual|directory) = "([^"]*)" \}/m;
const version = /^(version = ")([^"]*)"/m;
const required = /(\{ name = "([^"]+)"[^{}]*?specifier = ")([^"]*)"/g;

/**
 * A uv.lock whose own packages take other versions: in their entries, found by the folder they are
 * built from, and in the pins on each other that uv repeats from their manifests.
 * https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile
 */
export function editUvLock(
  file: string,
  text: string,
  byManifest: ReadonlyMap<string, Change>,
  byName: PythonChanges,
): string {
  const replacements = [...text.matchAll(entry)].flatMap((found) => {
    const [block] = found;
    const [, folder] = source.exec(block) ?? [];
    if (folder === undefined) return [];
    const manifest = resolvePath(directoryOf(file), `${folder}/pyproject.toml`);
    return [...ownVersion(block, byManifest.get(manifest)), ...pins(block, byName)].map((one) =>
      shift(one, found.index),
    );
  });
  return splice(text, replacements);
}

/** A dynamic version is not locked. */
function ownVersion(block: string, change: Change | undefined): Replacement[] {
  const found = version.exec(block);
  const text = change ? spell(change.next, 'pypi') : null;
  if (!found || text === null) return [];
  const [, before = '', stated = ''] = found;
  const start = found.index + before.length;
  return [{ start, end: start + stated.length, text }];
}

function pins(block: string, byName: PythonChanges): Replacement[] {
  return [...block.matchAll(required)].flatMap((found) => {
    const [, before = '', name = '', specifiers = ''] = found;
    const change = byName.get(normalizedName(name));
    if (!change) return [];
    return movePinsIn(specifiers, change).map((one) => shift(one, found.index + before.length));
  });
}
