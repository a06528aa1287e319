/** A part of a pattern: one character, any number of them within a folder, or any number of folders. */
type Step = 'characters' | 'folders' | ((character: string) => boolean);

/**
 * Ruby's `File.fnmatch` with its path flag, by which GitHub compares names of refs: `*`, `?` and `[…]`
 * stay within a folder, and a folder `**` stands for any number of them.
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const characters = [...name];
  const steps = pattern.match(pieces) ?? [];
  // Whether the rest of the pattern fits from each place in the name; from its end to its beginning.
  const atEnd = [...characters.map(() => false), true];
  const fits = steps
    .map(toStep)
    .reduceRight((rest, step) => placesBefore(step, rest, characters), atEnd);
  return fits[0] === true;
}

const pieces = /(?<=^|\/)\*\*\/|\*+|\[(?:\\.|[^\]\\])*\]|\\?./gsu;

function toStep(piece: string): Step {
  if (piece === '**/') return 'folders';
  if (piece.startsWith('*')) return 'characters';
  if (piece === '?') return (character) => character !== '/';
  if (piece === '[') return () => false;
  if (piece.startsWith('[')) return toSet(piece.slice(1, -1));
  const literal = plain(piece);
  return (character) => character === literal;
}

/** `[a-z]`, `[!0]`, `[^0]` */
function toSet(inside: string): Step {
  const isNegative = /^[!^]/.test(inside);
  const parts = (isNegative ? inside.slice(1) : inside).matchAll(/(\\?.)-(\\?.)|\\?./gsu);
  const ranges = [...parts].map(([whole, from = whole, to = whole]) => [plain(from), plain(to)]);
  return (character) =>
    character !== '/' &&
    isNegative !== ranges.some(([from = '', to = '']) => from <= character && character <= to);
}

function plain(piece: string): string {
  return piece.length > 1 ? piece.replace(/^\\/, '') : piece;
}

function placesBefore(
  step: Step,
  rest: readonly boolean[],
  characters: readonly string[],
): boolean[] {
  const fits = [...rest];
  let folder: boolean = false;
  for (let at = characters.length; at >= 0; at -= 1) {
    const character = characters[at];
    if (step === 'folders') {
      // A folder that ends at this slash; what it begins with is further left.
      if (character !== '/') fits[at] = rest[at] === true || (character !== undefined && folder);
      else [fits[at], folder] = [rest[at] === true, fits[at + 1] === true];
    } else if (step === 'characters') {
      const more = character !== undefined && character !== '/' && fits[at + 1] === true;
      fits[at] = rest[at] === true || more;
    } else fits[at] = character !== undefined && step(character) && rest[at + 1] === true;
  }
  return fits;
}
