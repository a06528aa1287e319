import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { gatherCrates, type CrateOutcome } from '@slipway/workspace/commands/publish-crate';
import type { StageOptions } from '@slipway/workspace/stage';
import { hostOf, taskOf } from './host.ts';

/** What Nx wants to know of a batch, by task. */
type BatchResults = Record<
  string,
  { readonly success: boolean; readonly status: CrateOutcome; readonly terminalOutput: string }
>;

/**
 * Publishes the crates of a run in one process, by one schedule, each as if it were alone. What they print has been
 * shown as it came: none has an output of its own.
 */
export async function publishCrates(
  { tasks }: TaskGraph,
  options: Readonly<Record<string, StageOptions>>,
  _overrides: unknown,
  context: ExecutorContext,
): Promise<BatchResults> {
  const all = Object.values(tasks);
  const publish = gatherCrates(all.length);
  // What is released is read once for all of them.
  const host = hostOf(context);
  const results = await Promise.all(
    all.map(async ({ id, target: { project, target } }) => {
      const own = taskOf({ projectName: project, targetName: target });
      const status = await publish(options[id] ?? {}, { ...host, ...own }).catch(tellFailure);
      return [id, { success: status === 'success', status, terminalOutput: '' }] as const;
    }),
  );
  return Object.fromEntries(results);
}

/** One that fails must not end the others in the middle of what they do. */
function tellFailure(error: unknown): CrateOutcome {
  console.error(error instanceof Error ? error.message : error);
  return 'failure';
}
