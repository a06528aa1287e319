import type { ExecutorContext } from '@nx/devkit';
import { readOptions, type PluginOptions } from '../graph/options.ts';

type NxJson = ExecutorContext['nxJsonConfiguration'];

/** The plugin's name in nx.json, and its package's. */
export const pluginName = '@slipway/nx/plugin';

/**
 * The options of the plugin in nx.json; none where it is named without any.
 * @throws SlipwayError SLW006
 */
export function settingsOf(nxJson: NxJson): PluginOptions {
  const entry = nxJson.plugins?.find(isOurs);
  return readOptions(typeof entry === 'object' ? entry.options : undefined);
}

type Entry = NonNullable<NxJson['plugins']>[number];

export function isOurs(entry: Entry): boolean {
  const name = typeof entry === 'string' ? entry : entry.plugin;
  return name === pluginName || name === '@slipway/nx';
}
