import type { CargoLock } from './model.ts';

/**
 * The workspace's own packages in a Cargo.lock: those without a source. Read by lines, since lock
 * files are long and cargo writes them all alike.
 */
export function readLock(file: string, text: string): CargoLock {
  const local: { name: string; version: string; line: number }[] = [];
  let entry: { name?: string; version?: string; line: number; source: boolean } | null = null;
  const finish = (): void => {
    if (entry?.name && entry.version && !entry.source) {
      local.push({ name: entry.name, version: entry.version, line: entry.line });
    }
    entry = null;
  };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '[[package]]') {
      finish();
      entry = { line: index + 1, source: false };
      continue;
    }
    const [, key, value] = /^(name|version|source) = "([^"]*)"/.exec(line) ?? [];
    if (!entry || !key || value === undefined) continue;
    if (key === 'name') entry.name = value;
    else if (key === 'source') entry.source = true;
    else {
      entry.version = value;
      entry.line = index + 1;
    }
  }
  finish();
  return { file, local };
}
