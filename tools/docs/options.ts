/**
 * `npm run docs:options`: packages/nx/schemas/options.json, by which editors know the options of the plugin, from what
 * checks them when they are read.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { optionSchema } from '../../packages/workspace/src/settings/index.ts';

const file = join(import.meta.dirname, '../../packages/nx/schemas/options.json');

async function renderOptions(): Promise<string> {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'The options of @slipway/nx/plugin in nx.json',
    ...optionSchema,
  };
  return format(JSON.stringify(schema), { ...(await resolveConfig(file)), parser: 'json' });
}

/** Whether the file is what checks the options. */
export async function isStale(): Promise<boolean> {
  return (await readFile(file, 'utf8').catch(() => null)) !== (await renderOptions());
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  await writeFile(file, await renderOptions());
}
