import type { ExecutorContext, Task } from '@nx/devkit';

/** How a task of a batch ended. */
export type TaskOutcome = 'success' | 'failure' | 'skipped';

/** What Nx wants to know of a batch, by task. */
export type BatchResults = Record<
  string,
  { readonly success: boolean; readonly status: TaskOutcome; readonly terminalOutput: string }
>;

/**
 * Runs all tasks of a batch side by side, each as if it were alone. What they print has been shown as it came: none
 * has an output of its own.
 */
export async function runBatch(
  tasks: readonly Task[],
  context: ExecutorContext,
  run: (id: string, context: ExecutorContext) => Promise<TaskOutcome>,
): Promise<BatchResults> {
  const results = await Promise.all(
    tasks.map(async ({ id, target: { project, target, configuration } }) => {
      const named = { projectName: project, targetName: target };
      const own =
        configuration === undefined ? named : { ...named, configurationName: configuration };
      const status = await run(id, { ...context, ...own }).catch(tellFailure);
      return [id, { success: status === 'success', status, terminalOutput: '' }] as const;
    }),
  );
  return Object.fromEntries(results);
}

/** One that fails must not end the others in the middle of what they do. */
function tellFailure(error: unknown): TaskOutcome {
  console.error(error instanceof Error ? error.message : error);
  return 'failure';
}
