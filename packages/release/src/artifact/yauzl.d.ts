/** The part of yauzl 3 that this room uses; the package brings no types. */
declare module 'yauzl' {
  import type { Readable } from 'node:stream';

  export interface Entry {
    readonly fileNameRaw: Buffer;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    readonly extraFields: readonly { readonly id: number; readonly data: Buffer }[];
  }

  export interface ZipFile {
    readonly entryCount: number;
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<AsyncIterable<Buffer>>;
  }

  export function fromBufferPromise(
    buffer: Buffer,
    options: { decodeStrings: boolean; autoClose: boolean },
  ): Promise<ZipFile>;

  /** Reads what is needed of an archive, and where. */
  export abstract class RandomAccessReader {
    abstract _readStreamForRange(start: number, end: number): Readable;
  }

  export function fromRandomAccessReaderPromise(
    reader: RandomAccessReader,
    totalSize: number,
    options: { decodeStrings: boolean; autoClose: boolean },
  ): Promise<ZipFile>;
}
