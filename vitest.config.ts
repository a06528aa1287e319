import { defineConfig } from 'vitest/config';

/** `fast` runs beside the sources; `slow` drives real cargo, maturin, pip, twine, uv and Nx. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'slow',
          include: ['packages/*/test/**/*.test.ts', 'e2e/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // After the fast ones, so that a simple mistake shows first.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
