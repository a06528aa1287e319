import type { ExecutorContext } from '@nx/devkit';
import type { Host } from '@slipway/workspace/stage';

type Command<Options> = (options: Options, host: Host) => Promise<{ success: boolean }>;

/** A command of the workspace, with Nx as its host. */
function command<Options>(load: () => Promise<Command<Options>>) {
  return async (options: Options, context: ExecutorContext) => {
    const [run, { hostOf }] = await Promise.all([load(), import('./host.ts')]);
    return run(options, hostOf(context));
  };
}

/** What asks Nx's context for more than a host. */
function own<Given extends unknown[], Answer>(
  load: () => Promise<(...given: Given) => Promise<Answer>>,
) {
  return async (...given: Given): Promise<Answer> => (await load())(...given);
}

/** All of executors.json. Each loads what it runs when it runs, and nothing of the others: a task is a process. */
export const executors = {
  /** `PROJECT:validate` checks one package; `release:validate` checks that all of them agree. */
  validate: command(async () => (await import('@slipway/workspace/commands/validate')).validate),
  test: command(async () => (await import('@slipway/workspace/commands/test')).test),
  build: command(async () => (await import('@slipway/workspace/commands/build')).build),
  wheel: command(async () => (await import('@slipway/workspace/commands/wheel')).wheel),
  buildWheels: command(
    async () => (await import('@slipway/workspace/commands/build-wheels')).buildWheels,
  ),
  /** Stays until Nx stops it: the loopback registries live in its process. */
  destination: command(
    async () => (await import('@slipway/workspace/commands/destination')).destination,
  ),
  gate: command(async () => (await import('@slipway/workspace/commands/gate')).gate),
  publishCrate: command(
    async () => (await import('@slipway/workspace/commands/publish-crate')).publishCrate,
  ),
  publishCrates: own(async () => (await import('./publish-crates.ts')).publishCrates),
  publishPypi: command(
    async () => (await import('@slipway/workspace/commands/publish-pypi')).publishPypi,
  ),
  ghRelease: command(
    async () => (await import('@slipway/workspace/commands/gh-release')).ghRelease,
  ),
  publish: command(async () => (await import('@slipway/workspace/commands/publish')).publish),
  releasePublish: own(async () => (await import('./release-publish.ts')).releasePublish),
  doctor: command(async () => (await import('@slipway/workspace/commands/doctor')).doctor),
  setup: command(async () => (await import('@slipway/workspace/commands/setup')).setup),
  retreat: command(async () => (await import('@slipway/workspace/commands/retreat')).retreat),
  status: command(async () => (await import('@slipway/workspace/commands/status')).status),
  verify: command(async () => (await import('@slipway/workspace/commands/verify')).verify),
  plan: command(async () => (await import('@slipway/workspace/commands/plan')).plan),
  version: command(async () => (await import('@slipway/workspace/commands/version')).version),
  changelog: command(async () => (await import('@slipway/workspace/commands/changelog')).changelog),
  matrix: own(async () => (await import('./matrix.ts')).matrix),
};
