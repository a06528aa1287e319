import { deflateRawSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { anSdist, aWheel, metadata, tarGz } from './archives.fixture.ts';
import { parseMetadata } from './metadata.ts';
import { uploadFields } from './upload-fields.ts';
import { readUploadFields } from './upload-form.ts';

const expected = parseMetadata(metadata());

/** A Blob that counts what is read of it. */
class CountedBlob extends Blob {
  readonly read: { bytes: number };
  readonly #whole: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array, read = { bytes: 0 }) {
    const whole = Uint8Array.from(bytes);
    super([whole]);
    this.#whole = whole;
    this.read = read;
  }
  override slice(start?: number, end?: number): Blob {
    return new CountedBlob(this.#whole.slice(start, end), this.read);
  }
  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const pieces = [...Array(Math.ceil(this.size / piece)).keys()].map((at) => at * piece);
    const pull = (controller: ReadableStreamDefaultController): void => {
      const at = pieces.shift();
      if (at === undefined) return controller.close();
      const next = this.#whole.subarray(at, at + piece);
      this.read.bytes += next.length;
      controller.enqueue(next);
    };
    return new ReadableStream({ pull }, { highWaterMark: 0 });
  }
}

const piece = 16 * 1024;
const noise = (bytes: number): string => {
  let state = 1;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647);
  return Array.from({ length: bytes }, () => String.fromCharCode(33 + (next() % 90))).join('');
};

it('a wheel tells its fields by a small part of it, however large its library is', async () => {
  const { bytes, fileName } = aWheel({ more: { 'rocket_py/data.bin': noise(1_000_000) } });
  const content = new CountedBlob(bytes);
  const pyVersion = 'cp39';
  const fields = uploadFields(expected, { fileType: 'bdist_wheel', pyVersion });
  expect(await readUploadFields(content, fileName)).toEqual(fields);
  expect(content.read.bytes).toBeLessThan(100_000);
});

it('an sdist is read as far as its metadata', async () => {
  const { bytes, fileName } = anSdist({ files: { 'data.bin': noise(1_000_000) } });
  const content = new CountedBlob(bytes);
  const fields = uploadFields(expected, { fileType: 'sdist', pyVersion: 'source' });
  expect(await readUploadFields(content, fileName)).toEqual(fields);
  expect(content.read.bytes).toBeLessThan(bytes.length / 2);
});

it('the metadata of an sdist that comes last is found', async () => {
  const files = [
    { path: 'rocket_py-1.2.3/a.txt', text: noise(200_000) },
    { path: 'rocket_py-1.2.3/PKG-INFO', text: metadata() },
  ];
  const fields = uploadFields(expected, { fileType: 'sdist', pyVersion: 'source' });
  expect(await readUploadFields(new Blob([tarGz(files)]), 'rocket_py-1.2.3.tar.gz')).toEqual(
    fields,
  );
});

const wheel = 'rocket_py-1.2.3-cp39-abi3-win_amd64.whl';
const sdist = 'rocket_py-1.2.3.tar.gz';

it.each([
  ['a wheel without metadata', aWheel({ metadata: null }).bytes, wheel, 'it holds no metadata'],
  ['no archive', Buffer.from('x'.repeat(2000)), wheel, 'End of central directory'],
  ['nothing, as a wheel', Buffer.alloc(0), wheel, 'End of central directory'],
  ['nothing, as an sdist', Buffer.alloc(0), sdist, 'not a gzip file'],
  ['half an sdist', half(anSdist().bytes), sdist, ''],
  ['no tar archive', gzipSync(deflateRawSync(noise(9000))), sdist, ''],
  ['an sdist without metadata', tarGz([{ path: 'a/b' }]), sdist, 'it holds no metadata'],
  ['a bomb', gzipSync(Buffer.alloc(70 * 1024 * 1024)), sdist, 'unpacks to more than'],
])('%s is unreadable, and nothing is thrown', async (_, bytes, fileName, detail) => {
  const fields = await readUploadFields(new Blob([Uint8Array.from(bytes)]), fileName);
  expect(fields).toMatchObject({ kind: 'unreadable', detail: expect.stringContaining(detail) });
});

function half(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length / 2);
}

it('zeros behind the end of an sdist cost no more than reading them', async () => {
  const members = [{ path: 'rocket_py-1.2.3/a' }];
  const padded = Buffer.concat([tarGz(members), gzipSync(Buffer.alloc(40 * 1024 * 1024))]);
  expect(await readUploadFields(new Blob([padded]), sdist)).toMatchObject({ kind: 'unreadable' });
});
