/**
 * Core metadata as wheels (METADATA) and sdists (PKG-INFO) carry it.
 * https://packaging.python.org/specifications/core-metadata/
 */
export interface CoreMetadata {
  readonly metadataVersion: string | null;
  readonly name: string | null;
  readonly version: string | null;
  /** The body, or the Description header of old files. */
  readonly description: string | null;
  /** All headers in their order; names in lower case, values as written, folded lines and all. */
  readonly fields: readonly MetadataField[];
}

export interface MetadataField {
  readonly name: string;
  readonly value: string;
}

const HEADER = /^([^\s:]+)[ \t]*:[ \t]*(.*)$/s;
const CONTINUATION = /^[ \t]/;

/**
 * Reads headers and body. Total: a line that is no header begins the body, as Python's e-mail
 * parser has it, so every text gives metadata, possibly without a name.
 */
export function parseMetadata(text: string): CoreMetadata {
  const { fields, body } = split(text);
  const first = (name: string): string | null =>
    fields.find((field) => field.name === name)?.value ?? null;
  return {
    metadataVersion: first('metadata-version'),
    name: first('name'),
    version: first('version'),
    description: body || first('description'),
    fields,
  };
}

/** All values of a field, by its name in lower case. */
export function fieldValues(metadata: CoreMetadata, name: string): readonly string[] {
  return metadata.fields.flatMap((field) => (field.name === name ? [field.value] : []));
}

function split(text: string): { fields: MetadataField[]; body: string } {
  const fields: { name: string; value: string }[] = [];
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const next = end === -1 ? text.length : end + 1;
    const line = text.slice(at, next);
    if (line.trim() === '' && !CONTINUATION.test(line))
      return { fields: trimmed(fields), body: text.slice(next) };
    const last = fields.at(-1);
    const header = HEADER.exec(line);
    if (CONTINUATION.test(line) && last) last.value += line;
    else if (header) fields.push({ name: (header[1] ?? '').toLowerCase(), value: header[2] ?? '' });
    else return { fields: trimmed(fields), body: text.slice(at) };
    at = next;
  }
  return { fields: trimmed(fields), body: '' };
}

function trimmed(fields: readonly MetadataField[]): MetadataField[] {
  return fields.map(({ name, value }) => ({ name, value: value.replace(/[\r\n]+$/, '') }));
}
