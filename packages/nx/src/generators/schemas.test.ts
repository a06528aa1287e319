import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const home = join(import.meta.dirname, '../..');
const json = <T>(file: string): T => JSON.parse(readFileSync(join(home, file), 'utf8')) as T;

interface Schema {
  readonly title: string;
  readonly examples: readonly { command: string; description: string }[];
  readonly properties: Record<string, { description: string; 'x-prompt'?: unknown }>;
}

const { generators } = json<{ generators: Record<string, { schema: string }> }>('generators.json');
const schemas = Object.entries(generators).map(
  ([name, { schema }]) => [name, json<Schema>(schema)] as const,
);

/** Options that `nx g` takes of every generator. */
const ofNx = ['dry-run'];

describe.each(schemas)('the schema of %s', (name, { title, examples, properties }) => {
  it('says what the generator and its options are', () => {
    expect(title).toMatch(/\.$/);
    for (const { description } of Object.values(properties)) expect(description).toMatch(/\.$/);
  });

  it('has examples, of options that there are', () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const { command, description } of examples) {
      expect(command).toMatch(new RegExp(`^nx g @slipway/nx:${name}( |$)`));
      expect(description).toMatch(/\.$/);
      const options = [...command.matchAll(/ --([\w-]+)/g)].map(([, option]) => option);
      expect([...Object.keys(properties), ...ofNx]).toEqual(expect.arrayContaining(options));
    }
  });

  it('asks nothing: the repository and nx.json answer, and another run would ask again', () => {
    expect(Object.keys(properties).filter((option) => properties[option]?.['x-prompt'])).toEqual(
      [],
    );
  });
});
