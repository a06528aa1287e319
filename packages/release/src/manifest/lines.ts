import { stringAt } from './strings.ts';

const blank = /[\s\uFEFF]*(?:#[^\n]*[\s\uFEFF]*)*/y;
const keyPart = /[ \t]*(?:"([^"\\\n]*(?:\\.[^"\\\n]*)*)"|'([^'\n]*)'|([^\s.=[\]"'{},#]+))[ \t]*/y;
const bare = /[^\s,[\]{}#]+(?: \d[^\s,[\]{}#]*)?/y;

/** A part of a text, by offsets: from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the keys and values of one TOML text are written. */
export interface Places {
  /**
   * The line (from 1) of a key or of a table's header; null where it is not written. A key that
   * holds dotted ones stands where the first of them does.
   */
  readonly line: (...path: readonly string[]) => number | null;
  /**
   * The characters of a value: of a string what is between its quotes, as written there; of
   * anything else all of it. What lies in a list has its number in the path; of the tables that
   * share a header (`[[bin]]`) each key is found where it is written first.
   */
  readonly value: (...path: readonly string[]) => Span | null;
}

interface Found {
  readonly keys: ReadonlyMap<string, number>;
  readonly values: ReadonlyMap<string, Span>;
}

/**
 * Where things are written in a TOML text, by path. The text is walked once, on the first question.
 * It must be valid TOML: this knows where values end, and nothing of what they say.
 */
export function locate(source: string): Places {
  let found: Found | null = null;
  const walked = (): Found => (found ??= new Walk(source).run());
  return {
    line: (...path) => {
      const offset = walked().keys.get(path.join('\0'));
      return offset === undefined ? null : lineAt(source, offset);
    },
    value: (...path) => walked().values.get(path.join('\0')) ?? null,
  };
}

/** The lines of the keys of a TOML text alone; see `locate`. */
export function locateKeys(source: string): Places['line'] {
  return locate(source).line;
}

/** The characters of the values of a TOML text alone; see `locate`. */
export function locateValues(source: string): Places['value'] {
  return locate(source).value;
}

/** The line (from 1) in which an offset lies. */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}

/** https://toml.io/en/v1.0.0 */
class Walk {
  readonly #source: string;
  readonly #keys = new Map<string, number>();
  readonly #values = new Map<string, Span>();
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  run(): Found {
    let table = '';
    for (this.#match(blank); this.#at < this.#source.length; this.#match(blank)) {
      const start = this.#at;
      if (this.#source[this.#at] === '[') {
        this.#skip('[');
        const path = this.#key('');
        table = path.at(-1) ?? '';
        this.#note(table, start);
        this.#skip(']');
      } else {
        this.#pair(table);
      }
      // Never stay in one place, whatever the text holds.
      if (this.#at === start) this.#at += 1;
    }
    return { keys: this.#keys, values: this.#values };
  }

  /** `key = value`, in a table or in an inline one. */
  #pair(table: string): void {
    const start = this.#at;
    const path = this.#key(table);
    for (const prefix of path) this.#note(prefix, start);
    this.#skip('=');
    this.#value(path.at(-1) ?? table);
  }

  /** The paths of a dotted key and of all that it lies in below `table`, the longest last. */
  #key(table: string): string[] {
    const paths: string[] = [];
    let path = table;
    do {
      const [, basic, literal, plain] = this.#match(keyPart) ?? [];
      const part = basic === undefined ? (literal ?? plain) : unescape(basic);
      if (part === undefined) break;
      path = path === '' ? part : `${path}\0${part}`;
      paths.push(path);
    } while (this.#skip('.'));
    return paths;
  }

  #value(path: string): void {
    this.#match(blank);
    const start = this.#at;
    const first = this.#source[start];
    let opening = '';
    let count = 0;
    if (first === '[') this.#list(']', () => this.#value(`${path}\0${count++}`));
    else if (first === '{') this.#list('}', () => this.#pair(path));
    else opening = this.#scalar();
    if (this.#values.has(path)) return;
    const closing = Math.min(opening.length, 3);
    this.#values.set(path, { start: start + opening.length, end: this.#at - closing });
  }

  /** Steps over a value of one piece; returns what opens a string: its quotes, and the line break after them. */
  #scalar(): string {
    const string = stringAt(this.#source, this.#at);
    if (!string) this.#match(bare);
    this.#at = string?.end ?? this.#at;
    return string?.opening ?? '';
  }

  #list(end: string, item: () => void): void {
    this.#at += 1;
    for (this.#match(blank); this.#at < this.#source.length; this.#match(blank)) {
      if (this.#source[this.#at] === end) break;
      const start = this.#at;
      item();
      this.#match(blank);
      this.#skip(',');
      if (this.#at === start) this.#at += 1;
    }
    this.#at += 1;
  }

  #note(path: string, offset: number): void {
    if (!this.#keys.has(path)) this.#keys.set(path, offset);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  /** Steps over every `mark` that comes next. */
  #skip(mark: string): boolean {
    const start = this.#at;
    while (this.#source[this.#at] === mark) this.#at += 1;
    return this.#at > start;
  }
}

function unescape(basic: string): string {
  if (!basic.includes('\\')) return basic;
  try {
    return JSON.parse(`"${basic}"`) as string;
  } catch {
    return basic;
  }
}
