import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const door = join(import.meta.dirname, '../plugin.mjs');

it('the graph is made without what asks the network or starts programs: each command of Nx makes it', async () => {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({
      load(url, context, next) {
        if (url.endsWith('.ts')) console.log(url.split('/packages/').at(-1));
        return next(url, context);
      },
    });
    await import(${JSON.stringify(door)});
  `;
  const args = ['--no-warnings', '--input-type=module', '--eval', script];
  // Where Slipway has kept nothing, its sources are loaded by Node itself.
  const env = { ...process.env, NX_WORKSPACE_ROOT_PATH: tmpdir() };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const files = stdout.trim().split('\n');
  expect(files).toContain('nx/src/graph/nodes.ts');
  expect(files.filter((file) => /src\/(node|request|proxy|command)\b/.test(file))).toEqual([]);
});
