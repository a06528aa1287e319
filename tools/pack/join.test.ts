import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { joinModules } from './join.ts';

let folder: string;
afterEach(() => rm(folder, { recursive: true, force: true }));

async function staged(files: Readonly<Record<string, string>>): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'slipway-join-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

it('what others name stays where it is; what is behind it is joined, and what is shared is there once', async () => {
  await staged({
    'package.json': JSON.stringify({
      exports: {
        './*': { types: './src/*/index.d.ts', default: './src/*/index.js' },
        './door': './door.mjs',
      },
    }),
    'door.mjs': "export const open = () => import('./src/hall.js');\n",
    'src/hall.js': "export { lamp } from './cellar/lamp.js';\n",
    'src/attic/index.js': "export { lamp } from '../cellar/lamp.js';\nimport 'elsewhere';\n",
    'src/cellar/lamp.js': "import { oil } from './oil.js';\nexport const lamp = { oil };\n",
    'src/cellar/oil.js': "export const oil = 'a drop';\n",
    'src/cellar/oil.d.ts': 'export declare const oil: string;\n',
  });
  await joinModules(folder);
  const left = (await readdir(join(folder, 'src'), { recursive: true })).sort();
  const shared = left.filter((file) => /^shared-.*\.js$/.test(file));
  expect(left.filter((file) => file.endsWith('.js') && !shared.includes(file))).toEqual([
    join('attic', 'index.js'),
    'hall.js',
  ]);
  expect(shared).toHaveLength(1);
  expect(left).toContain(join('cellar', 'oil.d.ts'));
  expect(await readFile(join(folder, 'src', shared[0]!), 'utf8')).toContain('a drop');
  expect(await readFile(join(folder, 'src/attic/index.js'), 'utf8')).toMatch(/import "elsewhere"/);
  const { lamp } = (await import(join(folder, 'src/hall.js'))) as { lamp: unknown };
  expect(lamp).toEqual({ oil: 'a drop' });
});
