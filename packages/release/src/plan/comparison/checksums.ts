const line = /^([0-9a-f]{64}) [ *]([^/\\]+)$/i;

/**
 * What a SHA256SUMS says, as `sha256sum` writes it: file → SHA-256 in lower-case hex. Lines of another form, or
 * with a path, say nothing. Pure.
 */
export function readChecksums(text: string): ReadonlyMap<string, string> {
  const rows = text.split(/\r?\n/).map((row) => line.exec(row));
  return new Map(
    rows.flatMap((row) => (row ? [[row[2] ?? '', (row[1] ?? '').toLowerCase()]] : [])),
  );
}
