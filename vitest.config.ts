import { defineConfig } from 'vitest/config';

/** What takes minutes by itself, and only few changes can break: `npm run test:long`. */
const long = ['killed', 'nx-release', 'pack'].map((name) => `e2e/${name}.test.ts`);

const minutes = { testTimeout: 240_000, hookTimeout: 240_000 };

/** `fast` runs beside the sources; `slow` and `long` drive real cargo, maturin, pip, twine, uv and Nx. */
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
          exclude: long,
          ...minutes,
          // After the fast ones, so that a simple mistake shows first.
          sequence: { groupOrder: 1 },
        },
      },
      { test: { name: 'long', include: long, ...minutes, sequence: { groupOrder: 2 } } },
    ],
  },
});
