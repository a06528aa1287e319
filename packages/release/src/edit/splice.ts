import type { Span } from '../manifest/index.ts';
import type { Replacement } from './model.ts';

/** A text with some of its parts replaced; those must not overlap. */
export function splice(text: string, replacements: Iterable<Replacement>): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, text: next } of [...replacements].sort((a, b) => a.start - b.start)) {
    pieces.push(text.slice(at, start), next);
    at = end;
  }
  return [...pieces, text.slice(at)].join('');
}

/** A part of a text that stands at an offset of another. */
export function shift(replacement: Replacement, by: number): Replacement {
  return { ...replacement, start: replacement.start + by, end: replacement.end + by };
}

/** What is to be replaced in many files, gathered before anything is. */
export class Replacements {
  readonly #byFile = new Map<string, Map<number, Replacement>>();

  add(file: string, replacement: Replacement): void {
    const known = this.#byFile.get(file);
    if (known) known.set(replacement.start, replacement);
    else this.#byFile.set(file, new Map([[replacement.start, replacement]]));
  }

  /** What is to be replaced already among these characters. */
  overlapping(file: string, { start, end }: Span): Replacement | null {
    for (const known of this.#byFile.get(file)?.values() ?? []) {
      if (known.start < end && start < known.end) return known;
    }
    return null;
  }

  /** The new texts of the files that change. */
  apply(texts: ReadonlyMap<string, string>): Map<string, string> {
    const changed = new Map<string, string>();
    for (const [file, replacements] of this.#byFile) {
      const text = texts.get(file) ?? '';
      const next = splice(text, replacements.values());
      if (next !== text) changed.set(file, next);
    }
    return changed;
  }
}
