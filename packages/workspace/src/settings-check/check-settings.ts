import { join } from 'node:path';
import type { Finding } from '@slipway/release/finding';
import type { Repository } from '@slipway/release/manifest';
import type { Stage } from '../stage/index.ts';
import { checkOptions } from './option-check.ts';

/** What is wrong with the options beside their kinds: SLW007, SLW008, SLW010, SLW241 to SLW243. */
export async function checkSettings(
  repository: Repository,
  { root, workshop, settings }: Pick<Stage, 'root' | 'workshop' | 'settings'>,
): Promise<Finding[]> {
  const nxJson = await workshop.ports.files.readText(join(root, 'nx.json'));
  return checkOptions(settings, repository, nxJson);
}
