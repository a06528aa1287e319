import type { VersionPlace } from '@slipway/release/edit';
import { knownTargets } from '@slipway/release/platform';
import type { PlatformOptions, PluginOptions } from './plugin-options.ts';
import type { Schema } from './schema.ts';

const text = (description: string, ...examples: readonly string[]) =>
  ({ type: 'string', ...(examples.length > 0 ? { examples } : {}), description }) as const;

const texts = (description: string, ...examples: readonly string[]) =>
  ({
    type: 'array',
    items: { type: 'string', ...(examples.length > 0 ? { examples } : {}) },
    description,
  }) as const;

const pythons = ['3.9', '3.14', '3.14t', 'pypy3.11'];
const policies = ['manylinux2014', 'manylinux_2_28', 'musllinux_1_2'];

/** What a platform may say, beside its target. */
const platform = {
  target: text(
    'The Rust target triple, or universal2-apple-darwin. Alone it needs no object.',
    ...knownTargets,
  ),
  runner: text(
    "The label of the runner that builds it; GitHub's own for the platform when left out.",
    ...['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-15', 'windows-2025'],
  ),
  interpreters: texts(
    'What its wheels without the stable ABI are for; those of all platforms when left out.',
    ...pythons,
  ),
  manylinux: text(
    'The policy of its Linux wheels; manylinux2014 or musllinux_1_2 when left out.',
    ...policies,
  ),
  features: texts('Cargo features of its build.'),
  env: {
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Variables for its build and the commands around it.',
  },
  before: text("A command line that runs in the package's folder before the build."),
  test: text(
    'A command line that runs where each wheel is installed, outside the repository; {project} and {package} are folders.',
    'pytest {package}/tests',
  ),
} satisfies Record<keyof PlatformOptions, Schema>;

/** What a place may say. */
const place = {
  file: text("The file, from the repository's root."),
  package: text("The package whose version it is; the release's when left out."),
  spelling: {
    enum: ['cargo', 'pypi'],
    description: "How it spells the version; as the package's registry does when left out.",
  },
  pattern: text(
    'A regular expression with a group named version, or with one group. ^ and $ are those of a line.',
    '^__version__ = "(?<version>[^"]+)"',
  ),
  path: text(
    'The keys that lead to it in TOML or JSON: dotted, quoted where need be, lists by number.',
    ...['version', 'tool.docs.version'],
  ),
} satisfies Record<keyof VersionPlace, Schema>;

const options = {
  platforms: {
    type: 'array',
    items: {
      anyOf: [
        platform.target,
        {
          type: 'object',
          properties: platform,
          required: ['target'],
          additionalProperties: false,
          description: 'A platform, and what it has for itself.',
        },
      ],
    },
    description: "What wheels are built for, each once; this machine's platform when left out.",
  },
  interpreters: texts(
    "What wheels without the stable ABI are for; this machine's Python when left out.",
    ...pythons,
  ),
  manylinux: text('The policy of Linux wheels; manylinux2014 when left out.', ...policies),
  publish: texts('Names of crates to publish although their manifests do not say so.'),
  independent: texts('Names of packages whose versions are numbered on their own, on purpose.'),
  places: {
    type: 'array',
    items: { type: 'object', properties: place, required: ['file'], additionalProperties: false },
    description:
      'Other places that state a version: in __init__.py, CITATION.cff, package.json, documentation.',
  },
  packUntracked: texts(
    "Patterns of files, from the repository's root, that are packed although git does not know them: what a build generates.",
  ),
  attestations: {
    type: 'boolean',
    default: true,
    description: 'False: Python files are uploaded without attestations.',
  },
} satisfies Record<keyof PluginOptions, Schema>;

/**
 * Every option of the plugin: what is read from nx.json is checked by it, and `npm run docs:options` writes it for
 * editors.
 */
export const optionSchema = {
  type: 'object',
  properties: options,
  additionalProperties: false,
} satisfies Schema;

/** What the options, a platform and a place may say. */
export const optionKeys: readonly string[] = Object.keys(options);
export const platformKeys: readonly string[] = Object.keys(platform);
export const placeKeys: readonly string[] = Object.keys(place);
