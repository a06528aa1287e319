import type { ExecutorContext } from '@nx/devkit';
import { join } from 'node:path';
import type { Finding } from '@slipway/release/finding';
import type { Repository } from '@slipway/release/manifest';
import { checkOptions } from '../graph/option-check.ts';
import { isPluginName, readOptions, type PluginOptions } from '../graph/options.ts';
import type { Stage } from './stage.ts';

type NxJson = ExecutorContext['nxJsonConfiguration'];

/**
 * The options of the plugin in nx.json; none where it is named without any.
 * @throws SlipwayError SLW006
 */
export function settingsOf(nxJson: NxJson): PluginOptions {
  const entry = nxJson.plugins?.find(isOurs);
  return readOptions(typeof entry === 'object' ? entry.options : undefined);
}

/** What is wrong with the options beside their kinds: SLW007, SLW008, SLW010, SLW241 to SLW243. */
export async function checkSettings(
  repository: Repository,
  { root, workshop, settings }: Pick<Stage, 'root' | 'workshop' | 'settings'>,
): Promise<Finding[]> {
  const nxJson = await workshop.ports.files.readText(join(root, 'nx.json'));
  return checkOptions(settings, repository, nxJson);
}

type Entry = NonNullable<NxJson['plugins']>[number];

export function isOurs(entry: Entry): boolean {
  return isPluginName(typeof entry === 'string' ? entry : entry.plugin);
}
