import { parse, TomlError } from 'smol-toml';
import { brokenToml, type Finding } from '../finding/index.ts';
import { locate, type Places } from './lines.ts';

export type Table = Readonly<Record<string, unknown>>;

/** A parsed file. */
export interface Document extends Places {
  readonly file: string;
  readonly table: Table;
}

/** A manifest with a `[workspace]` table. */
export interface WorkspaceRoot {
  readonly document: Document;
  readonly directory: string;
}

/** Parses TOML; what is wrong with it becomes a finding with the line. */
export function readToml(file: string, text: string): Document | Finding {
  try {
    return { file, table: parse(text.replace(/^\uFEFF/, '')), ...locate(text) };
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const line = error instanceof TomlError ? error.line : null;
    return brokenToml.at(
      { file, line },
      { file, detail: detail.replace(/^Invalid TOML document: /, '') },
    );
  }
}

export function isTable(value: unknown): value is Table {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

/** The table at a path; an empty one when there is none. */
export function tableAt(table: Table, ...path: readonly string[]): Table {
  let current: unknown = table;
  for (const key of path) current = isTable(current) ? current[key] : undefined;
  return isTable(current) ? current : {};
}

export function textAt(table: Table, key: string): string | null {
  const value = table[key];
  return typeof value === 'string' ? value : null;
}

export function textsAt(table: Table, key: string): string[] {
  const value = table[key];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
