/** The part of yauzl 3 that this room uses; the package brings no types. */
declare module 'yauzl' {
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
    options: { decodeStrings: boolean },
  ): Promise<ZipFile>;
}
