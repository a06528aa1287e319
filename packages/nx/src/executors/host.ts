import type { ExecutorContext } from '@nx/devkit';
import { nodePorts } from '@slipway/release/node';
import { settingsOf } from '@slipway/workspace/settings';
import type { Host } from '@slipway/workspace/stage';
import { terminal } from '@slipway/workspace/terminal';
import { subjectOf } from '@slipway/workspace/subject';
import { releaseOf } from './release-of.ts';

/**
 * Nx as what starts a stage.
 * @throws SlipwayError SLW006
 */
export function hostOf(context: ExecutorContext): Host {
  const { root, nxJsonConfiguration } = context;
  const ports = nodePorts();
  const settings = settingsOf(nxJsonConfiguration);
  return {
    ...terminal,
    root,
    ports,
    settings,
    subject: subjectOf({ root, ports }, settings),
    ...taskOf(context),
    release: releaseOf(context),
    // With all of the graph: for those who ask.
    takenOver: async () => (await import('../taken-over/check.ts')).checkRelease(settings, context),
  };
}

/** Who a stage runs for. */
export const taskOf = ({
  projectName = 'release',
  targetName,
}: Pick<ExecutorContext, 'projectName' | 'targetName'>): Pick<Host, 'project' | 'target'> => ({
  project: projectName,
  target: targetName ?? null,
});
