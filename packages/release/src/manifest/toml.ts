import { parse, TomlError } from 'smol-toml';
import { brokenToml, type Finding } from '../finding/index.ts';

export type Table = Readonly<Record<string, unknown>>;

/** A parsed file, with its text for finding lines. */
export interface Document {
  readonly file: string;
  readonly text: string;
  readonly table: Table;
}

/** Parses TOML; what is wrong with it becomes a finding with the line. */
export function readToml(file: string, text: string): Document | Finding {
  try {
    return { file, text, table: parse(text.replace(/^\uFEFF/, '')) };
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

/**
 * The line (from 1) of `key` in the table `[section]`, found by a light scan: headers, bare, quoted
 * and dotted keys; strings of many lines are skipped. Null when it is written in another way.
 */
export function lineOf(text: string, section: string, key: string): number | null {
  let current = '';
  let closing: string | null = null;
  const lines = text.split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (closing) {
      if (line.includes(closing)) closing = null;
      continue;
    }
    const header = /^\[\[?\s*([^\]]+?)\s*\]\]?/.exec(line)?.[1];
    if (header) {
      current = header.replaceAll(/["'\s]/g, '');
      // `[dependencies.name]` holds what `name = …` in `[dependencies]` would.
      if (current === `${section}.${key}`) return index + 1;
      continue;
    }
    const written = /^((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=/.exec(
      line,
    )?.[1];
    if (written !== undefined) {
      const path = [current, written.replaceAll(/["'\s]/g, '')].filter(Boolean).join('.');
      if (path === `${section}.${key}` || path.startsWith(`${section}.${key}.`)) return index + 1;
    }
    const opened = /("""|''')/.exec(line)?.[1];
    if (opened && line.split(opened).length === 2) closing = opened;
  }
  return null;
}
