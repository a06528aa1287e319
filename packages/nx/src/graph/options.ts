import type { VersionPlace } from '@slipway/release/edit';
import { wrongOptions, type Location } from '@slipway/release/finding';
import { nodePorts } from '@slipway/release/node';
import { hostTriple } from '@slipway/release/platform';

/** Options of the plugin in nx.json. */
export interface PluginOptions {
  /** Rust target triples of the wheels; this machine's own when left out. */
  readonly platforms?: readonly string[];
  /** Interpreters that wheels without the stable ABI are for: 3.9, 3.13t, pypy3.11; the host's when left out. */
  readonly interpreters?: readonly string[];
  /** The policy of Linux wheels; manylinux2014 when left out. */
  readonly manylinux?: string;
  /** Names of crates to publish although their manifests do not say so. */
  readonly publish?: readonly string[];
  /** Names of packages whose versions are numbered on their own, on purpose. */
  readonly independent?: readonly string[];
  /** Other places that state a version: in `__init__.py`, CITATION.cff, package.json, documentation. */
  readonly places?: readonly VersionPlace[];
}

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

const texts: Kind = ['a list of texts', (value) => isList(value, isText)];

/** What each option must be. */
export const kinds: Readonly<Record<keyof PluginOptions, Kind>> = {
  platforms: texts,
  interpreters: texts,
  manylinux: ['a text', isText],
  publish: texts,
  independent: texts,
  places: [
    'a list of places: texts for file, package, pattern and path, "cargo" or "pypi" for spelling',
    (value) => isList(value, isPlace),
  ],
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

/** The platforms of every Python package, and which of them this machine builds. */
export interface Platforms {
  readonly all: readonly string[];
  readonly here: readonly string[];
  readonly host: string;
  /** Whether nx.json sets `nx release` up: only then its target is inferred. */
  readonly release: boolean;
  /** The policy of Linux wheels, where it is another than the usual. */
  readonly manylinux?: string;
}

export function platformsOf(options: PluginOptions, release: boolean): Platforms {
  const host = hostTriple(nodePorts().environment);
  const all = options.platforms?.length ? options.platforms : [host];
  const { manylinux } = options;
  return {
    all,
    here: all.filter((target) => target === host),
    host,
    release,
    ...(manylinux === undefined ? {} : { manylinux }),
  };
}
