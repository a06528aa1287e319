import { rm } from 'node:fs/promises';

/** Removes the folder for temporary files that vitest.config.ts has made. */
export async function teardown(): Promise<void> {
  await rm(process.env['TMPDIR']!, { recursive: true, force: true, maxRetries: 5 });
}
