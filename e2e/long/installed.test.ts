import { execa } from 'execa';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCell } from '../../tools/installed/cell.ts';
import { usual } from '../../tools/installed/cells.ts';
import { startNpmRegistry } from '../../tools/installed/npm-registry.ts';
import { repository } from '../support/workspace.ts';

/** All ways are tried by `npm run test:installed`. */
it(
  'every command runs from the packed packages, in a repository that knows nothing of them',
  { timeout: 15 * 60_000 },
  async () => {
    await execa('npm', ['run', 'pack'], { cwd: repository });
    const registry = await startNpmRegistry();
    try {
      const tarballs = join(repository, 'dist/packages');
      for (const file of await readdir(tarballs)) await registry.publish(join(tarballs, file));
      const rows = await runCell(usual, registry.url, () => undefined);
      const wrong = rows.filter(({ problem }) => problem !== null);
      expect(
        wrong.map(({ command, problem, output }) => `${command}: ${problem}\n${output}`),
      ).toEqual([]);
      expect(rows.length).toBeGreaterThan(20);
    } finally {
      await registry.close();
    }
  },
);
