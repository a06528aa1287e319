import type { VersionPlace } from '@slipway/release/edit';
import { wrongOptions, type Location } from '@slipway/release/finding';
import { platformKeys } from './platforms.ts';
import type { PluginOptions } from './plugin-options.ts';

/** The plugin's name in nx.json, and its package's. */
export const pluginName = '@slipway/nx/plugin';

export function isPluginName(name: unknown): boolean {
  return name === pluginName || name === '@slipway/nx';
}

type Kind = readonly [wanted: string, is: (value: unknown) => boolean];

const isText = (value: unknown): value is string => typeof value === 'string';
const isList = (value: unknown, is: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(is);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPlace = (value: unknown): boolean => {
  if (!isObject(value)) return false;
  const { file, package: name, spelling, pattern, path } = value;
  const others = [name, pattern, path].every((one) => one === undefined || isText(one));
  return isText(file) && others && [undefined, 'cargo', 'pypi'].includes(spelling as undefined);
};

const isPlatform = (value: unknown): boolean => {
  if (isText(value)) return true;
  if (!isObject(value) || !isText(value['target'])) return false;
  const { interpreters = [], features = [], env = {}, ...others } = value;
  const alone = platformKeys.filter((key) => !['interpreters', 'features', 'env'].includes(key));
  return (
    [interpreters, features].every((list) => isList(list, isText)) &&
    isObject(env) &&
    Object.values(env).every(isText) &&
    alone.every((key) => others[key] === undefined || isText(others[key]))
  );
};

const texts: Kind = ['a list of texts', (value) => isList(value, isText)];

/** What each option must be. */
export const kinds: Readonly<Record<keyof PluginOptions, Kind>> = {
  platforms: [
    'a list of target triples, or of objects with a target: lists of texts for interpreters and features, texts by name for env, a text for everything else',
    (value) => isList(value, isPlatform),
  ],
  interpreters: texts,
  manylinux: ['a text', isText],
  publish: texts,
  independent: texts,
  places: [
    'a list of places: texts for file, package, pattern and path, "cargo" or "pypi" for spelling',
    (value) => isList(value, isPlace),
  ],
  packUntracked: texts,
  attestations: ['true or false', (value) => typeof value === 'boolean'],
};

/** What a place may say. */
export const placeKeys: readonly (keyof VersionPlace)[] = [
  'file',
  'package',
  'spelling',
  'pattern',
  'path',
];

/** Where nx.json writes an option. */
export type Locate = (option: string) => Location;

/** The options as nx.json has them. @throws SlipwayError SLW006 for one of the wrong kind. */
export function readOptions(
  options: unknown,
  locate: Locate = () => ({ file: 'nx.json', line: null }),
): PluginOptions {
  const written = options ?? {};
  if (!isObject(written)) throw wrong('options', 'an object', locate);
  for (const [option, [wanted, is]] of Object.entries(kinds)) {
    const value = written[option];
    if (value === undefined || is(value)) continue;
    throw wrong(option, wanted, locate);
  }
  return written as PluginOptions;
}

function wrong(option: string, wanted: string, locate: Locate): Error {
  return wrongOptions.error({ option, wanted }, { at: locate(option) });
}
