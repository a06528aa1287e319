/** A form as `multipart/form-data` carries it: RFC 7578. */
export interface Form {
  /** The first value of a field, or null. */
  get(name: string): string | null;
  all(name: string): readonly string[];
  readonly file: FormFile | null;
}

export interface FormFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** Reads a form whose one file is in the field `content`; null when it is no such form. */
export function readForm(body: Buffer, contentType: string): Form | null {
  const boundary = /^multipart\/form-data;.*\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined) return null;
  const fields = new Map<string, string[]>();
  let file: FormFile | null = null;
  for (const part of partsOf(body, `--${name}`)) {
    const field = /\bname="([^"]*)"/i.exec(part.disposition)?.[1] ?? '';
    const fileName = /\bfilename="((?:[^"\\]|\\.)*)"/i.exec(part.disposition)?.[1];
    if (field === 'content' && fileName !== undefined) {
      file = { name: fileName.replace(/\\(.)/g, '$1'), type: part.type, bytes: part.content };
    } else {
      fields.set(field, [...(fields.get(field) ?? []), part.content.toString('utf8')]);
    }
  }
  return { get: (one) => fields.get(one)?.[0] ?? null, all: (one) => fields.get(one) ?? [], file };
}

interface Part {
  readonly disposition: string;
  readonly type: string;
  readonly content: Buffer;
}

function partsOf(body: Buffer, delimiter: string): Part[] {
  const parts: Part[] = [];
  let at = body.indexOf(delimiter);
  while (at !== -1) {
    const start = at + delimiter.length;
    if (body.toString('latin1', start, start + 2) === '--') break;
    const next = body.indexOf(`\r\n${delimiter}`, start);
    const headEnd = body.indexOf('\r\n\r\n', start);
    if (next === -1 || headEnd === -1) break;
    parts.push(
      toPart(
        body.toString('utf8', start, headEnd),
        body.subarray(headEnd + 4, Math.max(next, headEnd + 4)),
      ),
    );
    at = next + 2;
  }
  return parts;
}

function toPart(head: string, content: Buffer): Part {
  const header = (name: string): string =>
    new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
  return { disposition: header('content-disposition'), type: header('content-type'), content };
}
