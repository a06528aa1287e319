/**
 * Rows by key. A row is never changed in place, only replaced: so a copy of the table is a copy of
 * references, and a row's JSON has to be made once only.
 */
export class Table<Row extends object> {
  readonly #rows: Map<string, Row>;
  readonly #changed: () => void;

  constructor(changed: () => void, rows: Iterable<readonly [string, Row]> = []) {
    this.#changed = changed;
    this.#rows = new Map(rows);
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  entries(): [string, Row][] {
    return [...this.#rows];
  }

  values(): Row[] {
    return [...this.#rows.values()];
  }

  set(key: string, row: Row): void {
    this.#rows.set(key, row);
    this.#changed();
  }

  delete(key: string): boolean {
    const was = this.#rows.delete(key);
    if (was) this.#changed();
    return was;
  }

  clear(): void {
    this.#rows.clear();
    this.#changed();
  }
}
