import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { tar } from '../crates-io/crate.fixture.ts';

/** What a test may change in a zip archive's structure. APPNOTE.TXT 4.3. */
export interface ZipChange {
  readonly flags?: number;
  readonly comment?: string;
  readonly trailing?: string;
  readonly sizeInCentral?: number;
  readonly withoutCentral?: string;
  readonly twice?: string;
}

export function zip(files: readonly (readonly [string, string])[], change: ZipChange = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  const twice = files.filter(([path]) => path === change.twice);
  for (const [path, content] of [...files, ...twice]) {
    const packed = deflateRawSync(content);
    const fields = [2, change.flags ?? 0, 2, 8, 2, 0, 2, 0, 4, crc32(content), 4, packed.length];
    const size = Buffer.byteLength(content);
    const name = Buffer.from(path);
    const local = Buffer.concat([
      numbers(4, 0x04034b50, 2, 20, ...fields, 4, size, 2, name.length, 2, 0),
      name,
      packed,
    ]);
    if (path !== change.withoutCentral) {
      const comment = Buffer.from(change.comment ?? '');
      const said = change.sizeInCentral ?? size;
      const tail = [2, name.length, 2, 0, 2, comment.length, 2, 0, 2, 0, 4, 0, 4, offset];
      centrals.push(
        numbers(4, 0x02014b50, 2, 20, 2, 20, ...fields, 4, said, ...tail),
        name,
        comment,
      );
    }
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const count = centrals.length / 3;
  const end = numbers(
    4,
    0x06054b50,
    2,
    0,
    2,
    0,
    2,
    count,
    2,
    count,
    4,
    central.length,
    4,
    offset,
    2,
    0,
  );
  return Buffer.concat([...locals, central, end, Buffer.from(change.trailing ?? '')]);
}

/** Pairs of a width in bytes and a value, little-endian. */
function numbers(...pairs: number[]): Buffer {
  const parts = pairs.flatMap((width, index) => {
    if (index % 2 === 1) return [];
    const part = Buffer.alloc(width);
    part.writeUIntLE(pairs[index + 1] ?? 0, 0, width);
    return [part];
  });
  return Buffer.concat(parts);
}

export function aWheel(
  more: readonly (readonly [string, string])[] = [],
  without: readonly string[] = [],
): Buffer {
  const info = 'some_project-1.0.dist-info';
  const usual: (readonly [string, string])[] = [
    ['some_project/__init__.py', ''],
    [`${info}/METADATA`, 'Metadata-Version: 2.4\nName: some-project\nVersion: 1.0\n'],
    [`${info}/WHEEL`, 'Wheel-Version: 1.0\n'],
    [`${info}/RECORD`, ''],
  ];
  return zip([...usual, ...more].filter(([path]) => !without.some((name) => path.endsWith(name))));
}

export function anSdist(
  files: readonly (readonly [string, string])[] = [['some_project-1.0/PKG-INFO', 'x']],
): Buffer {
  return gzipSync(tar(files));
}
