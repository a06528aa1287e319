import { applyEdits, modify, parse } from 'jsonc-parser';
import type { PluginOptions } from '../graph/options.ts';
import { pluginName } from '../graph/options.ts';
import { isOurs } from '../run/settings.ts';

const format = { insertSpaces: true, tabSize: 2, eol: '\n' };

/** What a new nx.json begins with. */
const fresh = `{
  "$schema": "./node_modules/nx/schemas/nx-schema.json"
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
  const { plugins = [] } = (parse(source) ?? {}) as { plugins?: Entry[] };
  const at = plugins.findIndex((entry) => isOurs(entry));
  const found = plugins[at];
  const known = typeof found === 'object' ? (found.options ?? {}) : {};
  const merged = { ...options, ...known };
  const same = Object.keys(options).every((key) => key in known);
  if (found !== undefined && same) return source;
  const entry: Entry =
    Object.keys(merged).length === 0 ? pluginName : { plugin: pluginName, options: merged };
  const path = ['plugins', at === -1 ? plugins.length : at];
  const edits = modify(source, path, entry, { formattingOptions: format });
  return applyEdits(source, edits);
}
