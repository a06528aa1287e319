import { crc32, deflateRawSync } from 'node:zlib';

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

/** A ustar archive of `[path, content, type]`. https://www.gnu.org/software/tar/manual/html_node/Standard.html */
export function tar(files: readonly (readonly [string, string, string?])[]): Buffer {
  const blocks = files.flatMap(([path, content, type = '0']) => {
    const header = Buffer.alloc(512);
    header.write(path, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${Buffer.byteLength(content).toString(8).padStart(11, '0')} `, 124);
    header.write('00000000000 ', 136);
    header.write('        ', 148);
    header.write(type, 156);
    if (type === '2') header.write('elsewhere', 157);
    header.write('ustar\0' + '00', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / 512) * 512);
    body.write(content);
    return [header, body];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
