import { isPluginName, readOptions } from './options.ts';
import type { PluginOptions } from './plugin-options.ts';

/** An entry of `plugins` in nx.json. */
type Entry = string | { readonly plugin: string; readonly options?: unknown };

/**
 * The options of the plugin in nx.json; none where it is named without any.
 * @throws SlipwayError SLW006
 */
export function settingsOf(nxJson: { readonly plugins?: readonly Entry[] }): PluginOptions {
  const entry = nxJson.plugins?.find(isOurs);
  return readOptions(typeof entry === 'object' ? entry.options : undefined);
}

export function isOurs(entry: Entry): boolean {
  return isPluginName(typeof entry === 'string' ? entry : entry.plugin);
}
