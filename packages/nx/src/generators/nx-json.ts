import { applyEdits, modify, parse } from 'jsonc-parser';
import { type PluginOptions, pluginName, isOurs } from '@slipway/workspace/settings';
import type { NxRelease } from './nx-release.ts';

const format = { insertSpaces: true, tabSize: 2, eol: '\n' };

/** What a new nx.json begins with. */
const fresh = `{
  "$schema": "./node_modules/@slipway/nx/nx-schema.json"
}
`;

type Entry = string | { plugin: string; options?: PluginOptions };

/**
 * nx.json with the plugin in it, and with those of the options that it has no word of yet; every other
 * character stays, comments too. Pure.
 * @param text null where there is none
 */
export function withPlugin(text: string | null, options: PluginOptions): string {
  const source = text?.trim() ? text : fresh;
  const { plugins = [] } = read(source);
  const at = plugins.findIndex((entry) => isOurs(entry));
  const found = plugins[at];
  const known = typeof found === 'object' ? (found.options ?? {}) : {};
  const merged = { ...options, ...known };
  const same = Object.keys(options).every((key) => key in known);
  if (found !== undefined && same) return source;
  const entry: Entry =
    Object.keys(merged).length === 0 ? pluginName : { plugin: pluginName, options: merged };
  const path = ['plugins', at === -1 ? plugins.length : at];
  return edited(source, path, entry);
}

/** nx.json with an answer to what Nx would ask at its next command, unless it has one: no usage data. Pure. */
export function withAnalytics(text: string): string {
  return read(text).analytics === undefined ? edited(text, ['analytics'], false) : text;
}

/** Whether nx.json has a section `release`. Pure. */
export const hasRelease = (text: string | null): boolean => read(text ?? '').release !== undefined;

/** nx.json with this section `release`, unless it has one. Pure. */
export function withRelease(text: string, release: NxRelease | null): string {
  if (!release || hasRelease(text)) return text;
  return edited(text, ['release'], release);
}

/** Stages of packages, and the executors of the same names. */
const stages = [
  'validate',
  'test',
  'build',
  'build-wheels',
  'publish-crate',
  'publish-pypi',
  'gh-release',
  'publish',
];

/**
 * nx.json whose `targetDefaults` for names such as `build`, which Nx's own presets write, leave the stages as they are: what is
 * said of an executor goes before what is said of a name. Pure.
 */
export function withShields(text: string): string {
  const { targetDefaults = {} } = read(text);
  const open = stages.filter(
    (name) => name in targetDefaults && !(`@slipway/nx:${name}` in targetDefaults),
  );
  return open.reduce(
    (shielded, name) => edited(shielded, ['targetDefaults', `@slipway/nx:${name}`], {}),
    text,
  );
}

interface NxJson {
  readonly plugins?: Entry[];
  readonly targetDefaults?: Readonly<Record<string, unknown>>;
  readonly analytics?: unknown;
  readonly release?: unknown;
}

function read(text: string): NxJson {
  return (parse(text) ?? {}) as NxJson;
}

function edited(text: string, path: (string | number)[], value: unknown): string {
  return applyEdits(text, modify(text, path, value, { formattingOptions: format }));
}
