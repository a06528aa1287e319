import { isAbsolute, join } from 'node:path';
import type { Workshop } from '@slipway/release/command';
import { SlipwayError, unwritable } from '@slipway/release/finding';

/** @throws SlipwayError SLW005 when the file cannot be written, SLW510 when the disk is full. */
export async function writeJson(
  file: string,
  content: object,
  { root, ports }: Pick<Workshop, 'root' | 'ports'>,
): Promise<void> {
  const path = isAbsolute(file) ? file : join(root, file);
  try {
    await ports.files.write(path, `${JSON.stringify(content, null, 2)}\n`);
  } catch (cause) {
    if (cause instanceof SlipwayError) throw cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw unwritable.error({ file, detail }, { cause });
  }
}
