import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

interface Manifest {
  readonly exports?: Readonly<Record<string, string | { readonly default: string }>>;
}

/**
 * Joins the compiled modules of a staged package to a few files: each stage of a release is a process of its own, and
 * Node takes longer to find and link a hundred small files than to run them. What others name stays where it is: the
 * package's exports, and what its own `.mjs` files import.
 */
export async function joinModules(folder: string): Promise<void> {
  const entries = await entriesOf(folder);
  const bundle = await rolldown({
    cwd: folder,
    platform: 'node',
    input: Object.fromEntries(entries.map((file) => [file.replace(/\.js$/, ''), `./${file}`])),
    external: (name) => !/^(\.|\/|[A-Za-z]:\\)/.test(name),
  });
  // What is shared lies where node.ts did, which finds files of the package from its own place.
  const names = { entryFileNames: '[name].js', chunkFileNames: 'src/shared-[hash].js' };
  const { output } = await bundle.generate({ ...names, format: 'esm' });
  await bundle.close();
  for await (const file of glob('src/**/*.js', { cwd: folder })) await rm(join(folder, file));
  for (const one of output) {
    if (one.type !== 'chunk') continue;
    await mkdir(dirname(join(folder, one.fileName)), { recursive: true });
    await writeFile(join(folder, one.fileName), one.code);
  }
}

async function entriesOf(folder: string): Promise<string[]> {
  const { exports } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  const exported = Object.values(exports ?? {})
    .map((one) => (typeof one === 'string' ? one : one.default))
    .filter((path) => path.endsWith('.js'));
  const found = new Set<string>();
  for await (const file of glob(exported, { cwd: folder })) found.add(file);
  for await (const door of glob('{.,bin}/*.mjs', { cwd: folder })) {
    const text = await readFile(join(folder, door), 'utf8');
    for (const [, file = ''] of text.matchAll(/['"]\.{1,2}\/(src\/[^'"]+\.js)['"]/g))
      found.add(file);
  }
  return [...found].map((file) => file.replaceAll('\\', '/').replace(/^\.\//, '')).sort();
}
