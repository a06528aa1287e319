import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** The tests of one project, with their results in `dist/tests`, where CI counts them. */
export function suite(root: string, include: string[]): ViteUserConfig {
  const outputFile = join(import.meta.dirname, 'dist/tests', `${root}.json`);
  return defineConfig({
    test: {
      include,
      // Others run beside them: what takes a second alone may take many.
      testTimeout: 30_000,
      reporters: ['default', ['json', { outputFile }]],
    },
  });
}
