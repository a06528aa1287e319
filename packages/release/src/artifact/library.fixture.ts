/** The beginning of an ELF library for a machine. */
export function elfOf(
  machine: number,
  { bits = 64, order = 'LE' }: { bits?: 32 | 64; order?: 'LE' | 'BE' } = {},
): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 'latin1');
  header.writeUInt8(bits === 64 ? 2 : 1, 4);
  header.writeUInt8(order === 'LE' ? 1 : 2, 5);
  if (order === 'LE') header.writeUInt16LE(machine, 18);
  else header.writeUInt16BE(machine, 18);
  return header;
}

/** The beginning of a Mach-O library for a CPU. */
export function machoOf(cpu: number): Buffer {
  const header = Buffer.alloc(64);
  header.writeUInt32LE(0xfeedfacf, 0);
  header.writeUInt32LE(cpu, 4);
  return header;
}

/** The beginning of a universal Mach-O library. */
export function universalOf(...types: number[]): Buffer {
  const header = Buffer.alloc(8 + 20 * types.length + 64);
  header.writeUInt32BE(0xcafebabe, 0);
  header.writeUInt32BE(types.length, 4);
  types.forEach((cpu, index) => header.writeUInt32BE(cpu, 8 + 20 * index));
  return header;
}

/** The beginning of a PE library for a machine. */
export function peOf(machine: number): Buffer {
  const header = Buffer.alloc(136);
  header.write('MZ', 'latin1');
  header.writeUInt32LE(128, 60);
  header.write('PE\0\0', 128, 'latin1');
  header.writeUInt16LE(machine, 132);
  return header;
}
