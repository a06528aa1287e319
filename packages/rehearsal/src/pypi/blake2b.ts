/**
 * BLAKE2b with a digest of 32 bytes (RFC 7693), which PyPI calls `blake2_256` and OpenSSL does not
 * offer. The compression function is WebAssembly, written out from the RFC when it is first needed:
 * JavaScript has no fast 64-bit integers, and wheels are large.
 */
const initial = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
] as const;

/** RFC 7693, 2.7: the order of the message's words in each round. */
const orders = [
  'abcdefghijklmnop',
  'okeijpngbmaclhfd',
  'limafcpnkodghbje',
  'hjdbnmlocgfkeapi',
  'jafhcekpoblmgidn',
  'cmgkalidenhfpobj',
  'mfbponekahgdjcil',
  'nlhombdjfapeigck',
  'gpojldaimcnhbekf',
  'kciehgbfpljodmna',
];

/** The columns and the diagonals of the 4 × 4 matrix. */
const quarters = ['048c', '159d', '26ae', '37bf', '05af', '16bc', '278d', '349e'];

const block = 128;
const chunk = 64 * 1024;
/** Where in the machine's memory the state and the message are. */
const messageAt = 64;

/** WebAssembly opcodes. */
const op = {
  get: 0x20,
  set: 0x21,
  load: 0x29,
  store: 0x37,
  i32: 0x41,
  i64: 0x42,
  add: 0x7c,
  xor: 0x85,
  rotr: 0x8a,
};

interface Machine {
  readonly memory: { readonly buffer: ArrayBuffer };
  compress(at: number, length: bigint, last: bigint): void;
}

let machine: Machine | null = null;

/** The digest in lower-case hex. */
export function blake2b256(bytes: Uint8Array): string {
  machine ??= newMachine();
  const memory = new Uint8Array(machine.memory.buffer);
  const view = new DataView(machine.memory.buffer);
  const parameters = 0x01010000n | 32n;
  initial.forEach((word, index) =>
    view.setBigUint64(index * 8, index === 0 ? word ^ parameters : word, true),
  );
  for (let start = 0; start === 0 || start < bytes.length; start += chunk) {
    const part = bytes.subarray(start, start + chunk);
    memory.fill(0, messageAt, messageAt + chunk);
    memory.set(part, messageAt);
    for (let at = 0; at === 0 || at < part.length; at += block) {
      const end = start + Math.min(at + block, part.length);
      machine.compress(messageAt + at, BigInt(end), end === bytes.length ? -1n : 0n);
    }
  }
  return Buffer.from(memory.subarray(0, 32)).toString('hex');
}

/** TypeScript knows WebAssembly from its browser library only. */
interface WebAssemblyHost {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

function newMachine(): Machine {
  const { WebAssembly: host } = globalThis as unknown as { WebAssembly: WebAssemblyHost };
  return new host.Instance(new host.Module(Uint8Array.from(moduleBytes()))).exports as Machine;
}

/** https://webassembly.github.io/spec/core/binary/modules.html */
function moduleBytes(): number[] {
  const section = (id: number, content: number[]): number[] => [
    id,
    ...unsigned(content.length),
    ...content,
  ];
  const text = (name: string): number[] => [name.length, ...Buffer.from(name)];
  // compress takes (i32, i64, i64) in locals 0 to 2; the matrix is in 16 more.
  const body = [1, 16, 0x7e, ...compressCode(), 0x0b];
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 3, 0x7f, 0x7e, 0x7e, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 2]),
    ...section(7, [2, ...text('memory'), 2, 0, ...text('compress'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ];
}

const cell = (index: number): number => index + 3;

function compressCode(): number[] {
  const code = initial.flatMap((word, index) => [
    ...[...loadState(index), op.set, cell(index)],
    ...[op.i64, ...signed(BigInt.asIntN(64, word)), op.set, cell(index + 8)],
  ]);
  // The number of bytes so far, and whether this is the last block, go into the matrix.
  for (const [index, local] of [
    [12, 1],
    [14, 2],
  ] as const) {
    code.push(op.get, cell(index), op.get, local, op.xor, op.set, cell(index));
  }
  for (let round = 0; round < 12; round++) {
    const order = [...(orders[round % 10] ?? '')].map((letter) => letter.charCodeAt(0) - 97);
    quarters.forEach((quarter, index) => {
      const [a, b, c, d] = [...quarter].map((digit) => cell(parseInt(digit, 16))) as [
        number,
        number,
        number,
        number,
      ];
      code.push(...mix(a, b, c, d, order[index * 2] ?? 0, order[index * 2 + 1] ?? 0));
    });
  }
  for (let index = 0; index < 8; index++) {
    const folded = [op.get, cell(index), op.xor, op.get, cell(index + 8), op.xor];
    code.push(op.i32, 0, ...loadState(index), ...folded, op.store, 3, index * 8);
  }
  return code;
}

function loadState(index: number): number[] {
  return [op.i32, 0, op.load, 3, index * 8];
}

/** RFC 7693, 3.1: the mixing function G. */
function mix(a: number, b: number, c: number, d: number, x: number, y: number): number[] {
  return [
    ...[...sum(a, b, x), ...turn(d, a, 32), ...sum(c, d), ...turn(b, c, 24)],
    ...[...sum(a, b, y), ...turn(d, a, 16), ...sum(c, d), ...turn(b, c, 63)],
  ];
}

function sum(to: number, other: number, word?: number): number[] {
  const message = word === undefined ? [] : [op.get, 0, op.load, 3, ...unsigned(word * 8), op.add];
  return [op.get, to, op.get, other, op.add, ...message, op.set, to];
}

function turn(to: number, other: number, bits: number): number[] {
  return [op.get, to, op.get, other, op.xor, op.i64, ...signed(BigInt(bits)), op.rotr, op.set, to];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: bigint): number[] {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const isLast = (rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}
