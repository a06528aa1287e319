const blank = /(?:[\s\uFEFF]|#[^\n]*)*/y;
const keyPart = /[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([^\s.=[\]"'{},#]+))[ \t]*/y;
const text = /"""(?:[^\\]|\\[^])*?"{3,5}|'''[^]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;
const bare = /[^\s,[\]{}#]+(?: \d[^\s,[\]{}#]*)?/y;

/**
 * Where the keys of a TOML text are written: offsets by path, of keys (also in inline tables) and
 * of table headers; a key that holds dotted ones stands where the first of them does. The text is
 * walked once, on the first question. It must be valid TOML: this knows where values end, and
 * nothing of what they say.
 */
export function locateKeys(source: string): (...path: readonly string[]) => number | null {
  let offsets: ReadonlyMap<string, number> | null = null;
  return (...path) => {
    offsets ??= new Walk(source).run();
    const offset = offsets.get(path.join('\0'));
    return offset === undefined ? null : lineAt(source, offset);
  };
}

function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}

/** https://toml.io/en/v1.0.0 */
class Walk {
  readonly #source: string;
  readonly #offsets = new Map<string, number>();
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  run(): ReadonlyMap<string, number> {
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
    return this.#offsets;
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
    const first = this.#source[this.#at];
    if (first === '[') this.#list(']', () => this.#value(`${path}\0[]`));
    else if (first === '{') this.#list('}', () => this.#pair(path));
    else if (!this.#match(text)) this.#match(bare);
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
    if (!this.#offsets.has(path)) this.#offsets.set(path, offset);
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
