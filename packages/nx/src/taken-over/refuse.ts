import type { PreTasksExecutionContext, ProjectGraph } from '@nx/devkit';
import { readOptions } from '@slipway/workspace/settings';
import { checkCommand } from './check.ts';

/**
 * Stops a command before its first task when it leads to an effect, and something else than Slipway's own would be
 * run on the way. Here and not in a task: what has taken the place of a target has lost its dependencies as well,
 * and Nx may start it first.
 * @throws Refusal SLW520, SLW521.
 */
export async function refuseTakenOver(
  options: unknown,
  { argv, workspaceRoot: root, nxJsonConfiguration: nxJson }: PreTasksExecutionContext,
): Promise<void> {
  const { nodes } = await readGraph();
  const projects = Object.entries(nodes).map(([name, { data }]) => ({ ...data, name }));
  const settings = readOptions(options);
  const found = await checkCommand(argv, { root, nxJson, settings, projects });
  if (found.length === 0) return;
  const { refuse } = await import('../refusal.ts');
  refuse(found);
}

/** The graph of this run: Nx writes it down before it calls anybody, unless it was told not to. */
async function readGraph(): Promise<ProjectGraph> {
  const nx = await import('nx/src/project-graph/project-graph.js');
  try {
    if (process.env['NX_CACHE_PROJECT_GRAPH'] !== 'false') return nx.readCachedProjectGraph();
  } catch {
    // It could not be written down.
  }
  return nx.createProjectGraphAsync();
}
