import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { gatherCrates, publishCrate } from '@slipway/workspace/commands/publish-crate';
import type { StageOptions } from '@slipway/workspace/stage';
import { runBatch, type BatchResults } from './batch.ts';
import { hostOf, taskOf } from './host.ts';

/** Publishes one crate. */
export default (options: StageOptions, context: ExecutorContext) =>
  publishCrate(options, hostOf(context));

/** Publishes the crates of a run in one process, by one schedule. */
export function batch(
  { tasks }: TaskGraph,
  options: Readonly<Record<string, StageOptions>>,
  _overrides: unknown,
  context: ExecutorContext,
): Promise<BatchResults> {
  const all = Object.values(tasks);
  const publish = gatherCrates(all.length);
  // What is released is read once for all of them.
  const host = hostOf(context);
  return runBatch(all, context, (id, own) =>
    publish(options[id] ?? {}, { ...host, ...taskOf(own) }),
  );
}
