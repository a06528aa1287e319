import type { ExecutorContext } from '@nx/devkit';
import type { PluginOptions } from '../graph/options.ts';

type NxJson = ExecutorContext['nxJsonConfiguration'];

/** The plugin's name in nx.json, and its package's. */
export const pluginName = '@slipway/nx/plugin';

/** The options of the plugin in nx.json; none where it is named without any. */
export function settingsOf(nxJson: NxJson): PluginOptions {
  const entry = nxJson.plugins?.find(isOurs);
  return typeof entry === 'object' ? ((entry.options ?? {}) as PluginOptions) : {};
}

type Entry = NonNullable<NxJson['plugins']>[number];

export function isOurs(entry: Entry): boolean {
  const name = typeof entry === 'string' ? entry : entry.plugin;
  return name === pluginName || name === '@slipway/nx';
}
