import { ESLint } from 'eslint';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
// @ts-expect-error It is read by ESLint as it is.
import { houses, withDoors } from './houses.mjs';

interface House {
  readonly rooms: Readonly<Record<string, readonly string[]>>;
  readonly files: readonly string[];
  readonly machine: readonly string[];
}

const repository = join(import.meta.dirname, '../..');
const all = Object.entries(houses as Readonly<Record<string, House>>);
const sources = (house: string): string => join(repository, 'packages', house, 'src');

// ESLint reads its plugins at its first text, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

let eslint: ESLint;
beforeAll(() => {
  eslint = new ESLint({ cwd: repository });
});

/** The rules that a file with this text breaks. */
async function broken(house: string, room: string, text: string): Promise<string[]> {
  const filePath = join(sources(house), room, 'planted.ts');
  const [result] = await eslint.lintText(text, { filePath });
  return result!.messages.map(({ ruleId }) => ruleId ?? '');
}

/** The first file of a room that is no test. */
async function fileIn(house: string, room: string): Promise<string> {
  const files = await readdir(join(sources(house), room));
  if (files.includes('index.ts')) return 'index.ts';
  return files.find((file) => file.endsWith('.ts') && !file.includes('.test.'))!;
}

describe.each(all)('the rooms of %s', (house, { rooms, machine }) => {
  it('are all there is', async () => {
    const folders = await readdir(sources(house), { withFileTypes: true });
    const names = folders.filter((one) => one.isDirectory()).map(({ name }) => name);
    const outer = Object.keys(rooms).filter((room) => !room.includes('/'));
    expect(outer.toSorted()).toEqual(names.toSorted());
  });

  it('are named in the order in which they may look', () => {
    const names = Object.keys(rooms);
    for (const [at, [, mayImport]] of Object.entries(rooms).entries()) {
      for (const other of mayImport) expect(names.indexOf(other)).toBeLessThan(at);
    }
  });

  it('look the other way, and lint says so', async () => {
    const names = Object.keys(rooms);
    const [first, last] = [names[0]!, names.at(-1)!];
    const path = `../${last}/${await fileIn(house, last)}`;
    const rules = await broken(house, first, `export * from '${path}';\n`);
    expect(rules).toContain('import/no-restricted-paths');
  });

  const inner = Object.keys(rooms).filter((room) => room.includes('/'));
  it.skipIf(inner.length === 0)('look the other way within a room, and lint says so', async () => {
    const [first, last] = [inner[0]!, inner.at(-1)!];
    const rules = await broken(house, first, `export * from '../${basename(last)}/index.ts';\n`);
    expect(rules).toContain('import/no-restricted-paths');
  });

  it.skipIf(inner.length === 0)('have rooms with doors of their own', async () => {
    const text = `export * from '../${inner[0]}/index.ts';\n`;
    const after = Object.entries(rooms).find(([, mayImport]) =>
      mayImport.includes(dirname(inner[0]!)),
    )!;
    expect(await broken(house, after[0], text)).toContain('no-restricted-imports');
  });

  it.skipIf(machine.includes('**'))('touch the machine, and lint says so', async () => {
    const text =
      "import { readFile } from 'node:fs/promises';\nexport const a = [readFile, process.env, Date.now(), fetch('x')];\n";
    expect(new Set(await broken(house, Object.keys(rooms)[0]!, text))).toEqual(
      new Set(['no-restricted-imports', 'no-restricted-globals', 'no-restricted-syntax']),
    );
  });

  it.skipIf(!withDoors.includes(house))('are entered by a window, and lint says so', async () => {
    const [room, [other]] = Object.entries(rooms).find(
      ([, mayImport]) => mayImport.length > 0,
    )! as [string, [string]];
    const files = await readdir(join(sources(house), other));
    const file = files.find((one) => one !== 'index.ts' && !one.includes('.test.'))!;
    const rules = await broken(house, room, `export * from '../${other}/${file}';\n`);
    expect(rules).toContain('no-restricted-imports');
  });
});
