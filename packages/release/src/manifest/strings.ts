/** A TOML string in a text: what opens it, its quotes and the line break right after three, and where it ends. */
export interface StringSpan {
  readonly opening: string;
  /** The offset after its last quote. */
  readonly end: number;
}

/**
 * The string that begins at an offset of a valid TOML text; null when none does. A scan, and no regular
 * expression: those give up on strings of megabytes. https://toml.io/en/v1.0.0#string
 */
export function stringAt(source: string, at: number): StringSpan | null {
  const quote = source[at];
  if (quote !== '"' && quote !== "'") return null;
  const three = quote.repeat(3);
  if (!source.startsWith(three, at)) {
    return { opening: quote, end: closedAt(source, quote, at + 1, quote) };
  }
  const breaks = /\r?\n/y;
  breaks.lastIndex = at + 3;
  const opening = three + (breaks.exec(source)?.[0] ?? '');
  let end = closedAt(source, three, at + opening.length, quote);
  // One or two quotes may stand right before the three that close it.
  for (let more = 0; more < 2 && source[end] === quote; more += 1) end += 1;
  return { opening, end };
}

/** The offset after the first `mark` from `start` on that no backslash takes back; the text's end without one. */
function closedAt(source: string, mark: string, start: number, quote: string): number {
  for (let at = source.indexOf(mark, start); at !== -1; at = source.indexOf(mark, at + 1)) {
    if (quote === "'" || !isEscaped(source, at, start)) return at + mark.length;
  }
  return source.length;
}

function isEscaped(source: string, at: number, start: number): boolean {
  let before = at;
  while (before > start && source[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}
