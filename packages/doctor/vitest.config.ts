import { defineConfig } from 'vitest/config';

/** The tests beside the sources: `npx vitest` in this folder, or Nx's target `test`. */
export default defineConfig({ test: { include: ['src/**/*.test.ts'] } });
