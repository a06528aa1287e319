import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRepository } from '@slipway/release/manifest';
import { describe, expect, it } from 'vitest';
import { inferNodes, projectsOf } from './nodes.ts';

const home = join(import.meta.dirname, '../..');
const json = <T>(file: string): T => JSON.parse(readFileSync(join(home, file), 'utf8')) as T;

const texts = new Map([
  ['Cargo.toml', '[package]\nname = "tide"\nversion = "0.4.0"\npublish = ["crates-io"]\n'],
  [
    'py/pyproject.toml',
    '[build-system]\nbuild-backend = "maturin"\n[project]\nname = "tide-py"\nversion = "0.4.0"\n[tool.maturin]\nmanifest-path = "../Cargo.toml"\n',
  ],
]);
const files = [...texts.keys()];
const nodes = inferNodes(readRepository(texts), {}, files, undefined, true);
const targets = [...projectsOf(nodes).values()].flatMap(({ name, targets = {} }) =>
  Object.entries(targets).map(([target, made]) => ({ task: `${name}:${target}`, ...made })),
);

/** Options that Nx takes of every task. */
const ofNx = ['skipNxCache'];

/** What Nx reads of `--skip-nx-cache` and `--port=80`. */
const optionIn = (word: string): string =>
  word
    .slice(2)
    .replace(/=.*/, '')
    .replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

describe('what Nx shows of a target', () => {
  it('is there for each of them', () => {
    expect(targets.length).toBeGreaterThan(25);
    for (const { task, metadata } of targets) {
      expect(metadata?.description, task).toMatch(/\.$/);
      expect(metadata?.help?.command).toBe(`npx nx run ${task} --help`);
    }
  });

  it('names what works behind it', () => {
    const of = (name: string) =>
      targets.find(({ task }) => task === name)?.metadata?.technologies?.join();
    expect(of('tide:publish-crate')).toBe('rust,cargo');
    expect(of('tide-py:publish-pypi')).toBe('python,maturin');
    expect(of('release:publish')).toBe('slipway');
    expect(targets.filter(({ metadata }) => !metadata?.technologies?.length)).toEqual([]);
  });

  it('has an example that its executor takes', () => {
    const { executors } = json<{ executors: Record<string, { schema: string }> }>('executors.json');
    for (const { task, executor = '', metadata } of targets) {
      const { schema = '' } = executors[executor.replace('@slipway/nx:', '')] ?? {};
      const { properties } = json<{ properties: object }>(schema);
      const args = metadata?.help?.example.args ?? [];
      expect(args.length, task).toBeGreaterThan(0);
      for (const word of args)
        expect([...Object.keys(properties), ...ofNx]).toContain(optionIn(word));
    }
  });

  it('is of each target alone, since Nx adds to the lists what other plugins say', () => {
    const lists = targets.flatMap(({ metadata }) => [
      metadata?.technologies,
      metadata?.help?.example.args,
    ]);
    expect(new Set(lists).size).toBe(2 * targets.length);
  });
});
