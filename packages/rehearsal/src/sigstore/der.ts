/** ASN.1 values in their distinguished encoding (X.690): as many kinds as certificates are made of. */

type Bytes = Uint8Array;

export const sequence = (...parts: Bytes[]): Buffer => encode(0x30, ...parts);
export const set = (...parts: Bytes[]): Buffer => encode(0x31, ...parts);
export const octets = (...parts: Bytes[]): Buffer => encode(0x04, ...parts);
export const text = (value: string): Buffer => encode(0x0c, Buffer.from(value, 'utf8'));
export const yes = encode(0x01, Buffer.from([0xff]));

/** A part under a number of its own: around the value, or in the place of its kind. */
export const around = (number: number, part: Bytes): Buffer => encode(0xa0 | number, part);
export const inPlace = (number: number, content: Bytes): Buffer => encode(0x80 | number, content);

/** A whole number that is not negative, from its bytes. */
export function integer(bytes: Bytes): Buffer {
  const isHigh = ((bytes[0] ?? 0) & 0x80) !== 0;
  return encode(0x02, Buffer.from(isHigh ? [0] : []), bytes);
}

/** Bits from the first on; `spare` of the last byte do not count. */
export function bits(bytes: Bytes, spare = 0): Buffer {
  return encode(0x03, Buffer.from([spare]), bytes);
}

/** An object identifier: `1.3.6.1`. */
export function identifier(name: string): Buffer {
  const [first = 0, second = 0, ...others] = name.split('.').map(Number);
  return encode(0x06, Buffer.from([first * 40 + second, ...others.flatMap(base128)]));
}

/** An instant, in milliseconds since 1970-01-01 UTC, before 2050. */
export function instant(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return encode(0x17, Buffer.from(`${digits}Z`, 'ascii'));
}

/** The text of an encoded string. */
export function readText(der: Bytes): string {
  const first = der[1] ?? 0;
  const width = first < 0x80 ? 0 : first - 0x80;
  return Buffer.from(der.subarray(2 + width)).toString('utf8');
}

function encode(tag: number, ...parts: Bytes[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content)]), content]);
}

function lengthOf({ length }: Bytes): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    digits.unshift(0x80 | (rest % 128));
  }
  return digits;
}
