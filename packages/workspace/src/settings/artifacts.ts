import { isAbsolute, join } from 'node:path';
import type { Ports } from '@slipway/release';

/** Names the folder into which the artifacts of a workflow run were downloaded. */
export const artifactsVariable = 'SLIPWAY_ARTIFACTS';

/** The folder of the artifacts of other jobs, absolute: then nothing is built or tested here. Null where it is. */
export function artifactsFolder(
  root: string,
  { environment }: Pick<Ports, 'environment'>,
): string | null {
  const folder = environment.get(artifactsVariable);
  if (!folder) return null;
  return isAbsolute(folder) ? folder : join(root, folder);
}
