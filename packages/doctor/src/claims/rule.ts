/** A part of a pattern: one character that it accepts, any number of them, or the border of a folder. */
type Token = 'any' | '/' | ((character: string) => boolean);

/**
 * Whether the pattern of an environment's rule, or of a ruleset, matches a name: Ruby's `File.fnmatch` with
 * FNM_PATHNAME, as GitHub has it. `*`, `?` and `[…]` do not cross a slash, a folder that is `**` stands for
 * any number of them, `[0-9]` is one character, and braces are characters like others. Names that begin with
 * a dot, which Ruby treats apart, are none of git's.
 */
export function matchesRule(pattern: string, name: string): boolean {
  const folders = split(tokensOf([...pattern]));
  const isFolders = (folder: readonly Token[], at: number): boolean =>
    folder.length === 2 && folder.every((token) => token === 'any') && at < folders.length - 1;
  return fits(folders, name.split('/'), isFolders, (folder, part) =>
    fits(folder, [...part], isAny, accepts),
  );
}

const isAny = (token: Token): boolean => token === 'any';
const accepts = (token: Token, character: string): boolean =>
  typeof token === 'function' && token(character);

/** Whether items fit a pattern of which some elements stand for any number of items. In linear memory. */
function fits<P, T>(
  pattern: readonly P[],
  items: readonly T[],
  isMany: (element: P, at: number) => boolean,
  isOne: (element: P, item: T) => boolean,
): boolean {
  let element = 0;
  let item = 0;
  // Where the last of these elements stands, and how far it reaches: only this is ever tried again.
  let many = -1;
  let reach = 0;
  while (item < items.length) {
    const inside = element < pattern.length;
    if (inside && isMany(pattern[element]!, element)) {
      many = element++;
      reach = item;
    } else if (inside && isOne(pattern[element]!, items[item]!)) {
      element++;
      item++;
    } else if (many >= 0) {
      element = many + 1;
      item = ++reach;
    } else return false;
  }
  return pattern.slice(element).every((one, at) => isMany(one, element + at));
}

function tokensOf(pattern: readonly string[]): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === '*') tokens.push('any');
    else if (character === '/') tokens.push('/');
    else if (character === '?') tokens.push(() => true);
    else if (character === '[') {
      const set = setAt(pattern, at + 1);
      tokens.push(set.accepts);
      at = set.end;
    } else {
      if (character === '\\' && at + 1 < pattern.length) at++;
      const literal = pattern[at]!;
      tokens.push((one) => one === literal);
    }
  }
  return tokens;
}

/** The characters between brackets; none where the bracket is never closed. `end` is that of the closing one. */
function setAt(
  pattern: readonly string[],
  start: number,
): { accepts: (character: string) => boolean; end: number } {
  const isNegative = pattern[start] === '!' || pattern[start] === '^';
  const ranges: [from: string, to: string][] = [];
  let at = isNegative ? start + 1 : start;
  const take = (): string => {
    if (pattern[at] === '\\' && at + 1 < pattern.length) at++;
    return pattern[at++] ?? '';
  };
  while (at < pattern.length && pattern[at] !== ']') {
    const from = take();
    const isRange = pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']';
    if (isRange) at++;
    ranges.push([from, isRange ? take() : from]);
  }
  const isClosed = at < pattern.length;
  const holds = (one: string): boolean => ranges.some(([from, to]) => from <= one && one <= to);
  return { accepts: (one) => isClosed && holds(one) !== isNegative, end: at };
}

function split(tokens: readonly Token[]): Token[][] {
  const folders: Token[][] = [[]];
  for (const token of tokens) {
    if (token === '/') folders.push([]);
    else folders.at(-1)!.push(token);
  }
  return folders;
}
