import { Ajv } from 'ajv';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { optionKeys, readOptions } from '../../packages/workspace/src/settings/index.ts';
import { isStale } from './options.ts';

const repository = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
const json = (path: string): object => JSON.parse(read(path)) as object;

/** Where `$schema` of nx.json leads to. */
const home = 'node_modules/@slipway/nx';

/** What an editor makes of that file: references lead from path to path. */
function validator() {
  const ajv = new Ajv({ strict: false, allErrors: true });
  const idOf = (path: string): string => `file://${resolve('/', path)}`;
  const own = json(`${home}/nx-schema.json`) as { allOf: [{ $ref: string }] };
  const ofNx = join(home, own.allOf[0].$ref);
  ajv.addSchema({ ...json(ofNx), $id: idOf(ofNx) });
  const options = `${home}/schemas/options.json`;
  ajv.addSchema({ ...json(options), $id: idOf(options) });
  const validate = ajv.compile({ ...own, $id: idOf(`${home}/nx-schema.json`) });
  return (nxJson: unknown): string[] => {
    validate(nxJson);
    return (validate.errors ?? [])
      .filter(({ keyword }) => !['anyOf', 'if'].includes(keyword))
      .map(({ instancePath, params }) => `${instancePath} ${Object.values(params).join()}`);
  };
}

const wrongIn = validator();

const nxJsonWith = (options: object) => ({ plugins: [{ plugin: '@slipway/nx/plugin', options }] });
const at = '/plugins/0/options';

/** The examples of documents, each as the nx.json that it is of; null where it is of none. */
function exampleOf(block: string): object | null {
  const text = block.trim();
  const value = JSON.parse(text.startsWith('{') ? text : `{ ${text} }`) as Record<string, unknown>;
  const keys = Object.keys(value);
  if ('plugin' in value) return { plugins: [value] };
  if ('options' in value) return nxJsonWith(value['options'] as object);
  if (keys.every((key) => optionKeys.includes(key))) return nxJsonWith(value);
  return ['plugins', 'generators', 'release', 'targetDefaults'].some((key) => key in value)
    ? value
    : null;
}

const pages = globSync(['README.md', 'docs/**/*.md', 'packages/*/README.md'], { cwd: repository });
const examples = pages.flatMap((page) =>
  [...read(page).matchAll(/```json\n([^]*?)```/g)].flatMap(([, block = '']) => {
    const nxJson = exampleOf(block);
    return nxJson ? [{ page, nxJson }] : [];
  }),
);

describe('the schema of the options', () => {
  it('is what checks them when they are read; else: npm run docs:options', async () => {
    expect(await isStale()).toBe(false);
  });

  it('takes what the documents show, and this repository', () => {
    expect(examples.filter(({ nxJson }) => 'plugins' in nxJson).length).toBeGreaterThan(4);
    for (const { page, nxJson } of examples) expect(wrongIn(nxJson), page).toEqual([]);
    expect(wrongIn(json('nx.json'))).toEqual([]);
  });

  it('takes no option that is misspelt, wherever it stands', () => {
    expect(wrongIn(nxJsonWith({ platfroms: [] }))).toEqual([`${at} platfroms`]);
    const platforms = [{ target: 'aarch64-apple-darwin', runer: 'macos-15' }];
    expect(wrongIn(nxJsonWith({ platforms }))).toContain(`${at}/platforms/0 runer`);
    const places = [{ file: 'a', patern: 'b' }];
    expect(wrongIn(nxJsonWith({ places }))).toEqual([`${at}/places/0 patern`]);
  });

  it('takes no value of another kind, as reading does not', () => {
    for (const options of [
      ...[{ platforms: 'x' }, { platforms: [{ runner: 'a' }] }, { attestations: 'no' }],
      ...[{ places: [{ file: 'f', spelling: 'npm' }] }, { interpreters: [3.9] }],
    ]) {
      expect(wrongIn(nxJsonWith(options)), JSON.stringify(options)).not.toEqual([]);
      expect(() => readOptions(options)).toThrow('SLW006');
    }
  });

  it('says nothing of other plugins, and leaves what Nx says of the rest', () => {
    expect(wrongIn({ plugins: ['a', { plugin: '@nx/js', options: { platfroms: 1 } }] })).toEqual(
      [],
    );
    expect(wrongIn({ sync: { generators: [] } })).toEqual(['/sync generators']);
  });
});
