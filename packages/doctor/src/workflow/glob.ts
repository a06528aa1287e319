/**
 * Whether a name passes a list of GitHub's filter patterns, of which the last that matches decides and `!`
 * takes away. `*` stops at a slash, `**` does not; `?`, `+` and `[…]` are as GitHub has them.
 */
export function passesGlobs(globs: readonly string[], name: string): boolean {
  let passes = false;
  for (const glob of globs) {
    const negative = glob.startsWith('!');
    if (toPattern(negative ? glob.slice(1) : glob).test(name)) passes = !negative;
  }
  return passes;
}

function toPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\\.|[.^$(){}|/]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    return token.length === 2 ? token : `\\${token}`;
  });
  try {
    return new RegExp(`^(?:${source})$`);
  } catch {
    return /^(?!)/;
  }
}

/** A name that a pattern lets through, as near as can be to a version tag; for asking whether others do, too. */
export function exampleOf(glob: string): string {
  return glob
    .replace(/\[0-9\]|\[\^[^\]]*\]/g, '1')
    .replace(/\[([^\]])[^\]]*\]/g, '$1')
    .replace(/\*+(?=\*|\+)|\?|\+/g, '')
    .replace(/\\(.)/g, '$1')
    .replace(/^\*+$/, 'v1.2.3')
    .replace(/\*+$/, (_, offset: number, all: string) =>
      /\d\.?$/.test(all.slice(0, offset)) ? '1' : '1.2.3',
    )
    .replace(/\*+/g, '1');
}
