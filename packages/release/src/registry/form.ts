/** A file as part of a form. */
export interface FormFile {
  readonly field: string;
  readonly name: string;
  readonly bytes: number;
  /** What cannot be in the form by chance, such as the file's digest. */
  readonly mark: string;
  /** Its content, piece by piece as it is taken. */
  read(): AsyncIterable<Uint8Array>;
}

/**
 * A form as `multipart/form-data` (RFC 7578), with one file, last, that is read while it is sent. `FormData` would
 * do, but for the time: it copies every piece, and takes small ones.
 */
export function formOf(
  fields: readonly (readonly [string, string])[],
  file: FormFile,
): { readonly headers: Record<string, string>; readonly body: ReadableStream<Uint8Array> } {
  // RFC 2046 5.1.1: at most 70 characters.
  const boundary = `slipway-${file.mark.slice(0, 48)}`;
  const part = (disposition: string, rest: string): string =>
    `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n${rest}`;
  const texts = fields.map(([name, value]) => part(`name="${quoted(name)}"`, `\r\n${value}\r\n`));
  const names = `name="${quoted(file.field)}"; filename="${quoted(file.name)}"`;
  const opening = part(names, 'content-type: application/octet-stream\r\n\r\n');
  const head = Buffer.from(`${texts.join('')}${opening}`);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + file.bytes + tail.length),
    },
    body: inTurn([head], file.read(), [tail]),
  };
}

/** As browsers write a name that could end the quotes, or the header. */
const quoted = (text: string): string =>
  text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** The pieces of several sources, each read when it is wanted and not before. */
function inTurn(...sources: readonly Pieces[]): ReadableStream<Uint8Array> {
  const pieces = (async function* () {
    for (const source of sources) yield* source;
  })();
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const { done, value } = await pieces.next();
    if (done) controller.close();
    else controller.enqueue(value);
  };
  const cancel = async (): Promise<void> => void (await pieces.return(undefined));
  return new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
}
