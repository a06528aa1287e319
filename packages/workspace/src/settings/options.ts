import { wrongOptions, type Location } from '@slipway/release/finding';
import { optionSchema } from './option-schema.ts';
import type { PluginOptions } from './plugin-options.ts';
import { fits, isObject } from './schema.ts';

/** The plugin's name in nx.json, and its package's. */
export const pluginName = '@slipway/nx/plugin';

export function isPluginName(name: unknown): boolean {
  return name === pluginName || name === '@slipway/nx';
}

/** What each option must be, where its type alone does not say it. */
const lists: Readonly<Record<string, string>> = {
  platforms:
    'a list of target triples, or of objects with a target: lists of texts for interpreters and features, texts by name for env, a text for everything else',
  places:
    'a list of places: texts for file, package, pattern and path, "cargo" or "pypi" for spelling',
};

const kinds = { string: 'a text', boolean: 'true or false', array: 'a list of texts' } as const;

/** Where nx.json writes an option. */
export type Locate = (option: string) => Location;

/** The options as nx.json has them. @throws SlipwayError SLW006 for one of the wrong kind. */
export function readOptions(
  options: unknown,
  locate: Locate = () => ({ file: 'nx.json', line: null }),
): PluginOptions {
  const written = options ?? {};
  if (!isObject(written)) throw wrong('options', 'an object', locate);
  for (const [option, schema] of Object.entries(optionSchema.properties)) {
    const value = written[option];
    if (value === undefined || fits(value, schema)) continue;
    throw wrong(option, lists[option] ?? kinds[schema.type], locate);
  }
  return written as PluginOptions;
}

function wrong(option: string, wanted: string, locate: Locate): Error {
  return wrongOptions.error({ option, wanted }, { at: locate(option) });
}
