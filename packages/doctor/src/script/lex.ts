/** A word of a command, quotes taken away. Not literal when the shell, or GitHub, computes a part of it. */
export interface Word {
  readonly text: string;
  readonly literal: boolean;
}

export type Token =
  | {
      readonly kind: 'word';
      readonly word: Word;
      readonly line: number;
      readonly inner: readonly Inner[];
    }
  | { readonly kind: 'operator'; readonly text: string; readonly line: number };

/** A command substitution in a word: a script of its own. `line` counts from 0, as those of tokens do. */
export interface Inner {
  readonly text: string;
  readonly line: number;
}

const operators = /^(?:\|\||&&|;;|\|&|&>>?|\d*>&-?\d*|\d*>>|\d*>\|?|<<<|<<-?|<>?|[;|&()])/;

/** Takes a script for a POSIX shell. Returns its words and operators; here-documents are left out. */
export function lex(script: string): Token[] {
  const tokens: Token[] = [];
  const cursor: Cursor = { text: script, at: 0, line: 0 };
  let ends: string[] = [];
  while (cursor.at < script.length) {
    const char = script[cursor.at]!;
    if (char === '\n') {
      tokens.push({ kind: 'operator', text: '\n', line: cursor.line });
      advance(cursor, 1);
      for (const end of ends) skipDocument(cursor, end);
      ends = [];
    } else if (/\s/.test(char) || isContinuation(cursor))
      advance(cursor, char === '\\' || char === '`' ? 2 : 1);
    else if (char === '#') advance(cursor, lengthTo(cursor, '\n'));
    else {
      const operator = operators.exec(script.slice(cursor.at, cursor.at + 8))?.[0];
      if (operator) {
        tokens.push({ kind: 'operator', text: operator, line: cursor.line });
        advance(cursor, operator.length);
      } else tokens.push(readWord(cursor));
      const end = documentEnd(tokens);
      if (end !== null) ends.push(end);
    }
  }
  return tokens;
}

interface Cursor {
  readonly text: string;
  at: number;
  line: number;
}

function advance(cursor: Cursor, count: number): string {
  const taken = cursor.text.slice(cursor.at, cursor.at + count);
  cursor.at += taken.length;
  cursor.line += taken.split('\n').length - 1;
  return taken;
}

function isContinuation(cursor: Cursor): boolean {
  return /^[\\`]\n/.test(cursor.text.slice(cursor.at, cursor.at + 2));
}

function lengthTo(cursor: Cursor, end: string): number {
  const found = cursor.text.indexOf(end, cursor.at);
  return (found < 0 ? cursor.text.length : found) - cursor.at;
}

function documentEnd(tokens: readonly Token[]): string | null {
  const [operator, word] = tokens.slice(-2);
  const opens = operator?.kind === 'operator' && /^<<-?$/.test(operator.text);
  return opens && word?.kind === 'word' ? word.word.text : null;
}

function skipDocument(cursor: Cursor, end: string): void {
  while (cursor.at < cursor.text.length) {
    const line = advance(cursor, lengthTo(cursor, '\n'));
    advance(cursor, 1);
    if (line.trim() === end) return;
  }
}

function readWord(cursor: Cursor): Token {
  const { line } = cursor;
  const inner: Inner[] = [];
  let text = '';
  let literal = true;
  while (cursor.at < cursor.text.length && !/[\s;|&()<>]/.test(cursor.text[cursor.at]!)) {
    const char = cursor.text[cursor.at]!;
    if (isContinuation(cursor)) break;
    if (char === "'") {
      advance(cursor, 1);
      text += advance(cursor, lengthTo(cursor, "'"));
      advance(cursor, 1);
    } else if (char === '"') {
      advance(cursor, 1);
      while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== '"') {
        const part = readPart(cursor, inner, true);
        text += part.text;
        literal &&= part.literal;
      }
      advance(cursor, 1);
    } else {
      const part = readPart(cursor, inner, false);
      text += part.text;
      literal &&= part.literal;
    }
  }
  return { kind: 'word', word: { text, literal }, line, inner };
}

function readPart(cursor: Cursor, inner: Inner[], quoted: boolean): Word {
  const rest = cursor.text.slice(cursor.at);
  const { line } = cursor;
  if (rest.startsWith('${{'))
    return { text: advance(cursor, lengthTo(cursor, '}}') + 2), literal: false };
  if (rest.startsWith('$(')) {
    const text = advance(cursor, closing(rest, '(', ')'));
    if (!text.startsWith('$((')) inner.push({ text: text.slice(2, -1), line });
    return { text, literal: false };
  }
  if (rest.startsWith('${'))
    return { text: advance(cursor, closing(rest, '{', '}')), literal: false };
  if (rest.startsWith('`')) {
    const end = rest.indexOf('`', 1);
    const text = advance(cursor, end < 0 ? 1 : end + 1);
    if (end > 0) inner.push({ text: text.slice(1, -1), line });
    return { text, literal: false };
  }
  if (rest.startsWith('$')) return { text: advance(cursor, 1), literal: false };
  if (rest.startsWith('\\') && (!quoted || /^\\["$`\\\n]/.test(rest))) {
    return { text: advance(cursor, 2).slice(1).replace('\n', ''), literal: true };
  }
  const text = advance(cursor, 1);
  return { text, literal: quoted || !/[*?[{~]/.test(text) };
}

/** The length of what begins with `$(` or `${`, to the end that closes it. */
function closing(text: string, open: string, close: string): number {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '\\') at += 1;
    else if (quote) quote = char === quote ? '' : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === open) depth += 1;
    else if (char === close && (depth -= 1) === 0) return at + 1;
  }
  return text.length;
}
