import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// What an Nx around the tests says to its tasks is not meant for the Nx that they start.
for (const name of Object.keys(process.env).filter((one) => /^NX_(?!DAEMON)/.test(one))) {
  delete process.env[name];
}
// A folder of its own for what tests of other processes must not see; e2e/support/teardown.ts removes it.
process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'slipway-'));

const minutes = { testTimeout: 240_000, hookTimeout: 240_000 };

/** `fast` runs beside the sources; `slow` and `long` (each night) drive real cargo, maturin, pip, twine, uv and Nx. */
export default defineConfig({
  test: {
    globalSetup: './e2e/support/teardown.ts',
    projects: [
      {
        test: {
          name: 'fast',
          testTimeout: 30_000,
          include: ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts'],
        },
      },
      {
        test: {
          ...minutes,
          name: 'slow',
          include: ['packages/*/test/**/*.test.ts', 'e2e/*.test.ts'],
          // After the fast ones, so that a simple mistake shows first.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...minutes,
          name: 'long',
          include: ['e2e/long/*.test.ts'],
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
