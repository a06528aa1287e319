import type { ExecutorContext } from '@nx/devkit';
import { isPluginName, readOptions, type PluginOptions } from '../graph/options.ts';

type NxJson = ExecutorContext['nxJsonConfiguration'];

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
  return isPluginName(typeof entry === 'string' ? entry : entry.plugin);
}
