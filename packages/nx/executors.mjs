// The doors of the executors. Nx loads them with `require`, which takes no top-level await, and our
// sources come after the hook that saves Node from stripping their types in every process anew.
import { needNode } from './node-version.mjs';
import { keepStripped } from './strip.mjs';

needNode();
keepStripped();

const door = (load) => async (options, context) => {
  const executor = await load();
  return executor.default(options, context);
};

/** Nx tells by its generator's type that results come one by one. */
const batchDoor =
  (load) =>
  async (...args) => {
    const executor = await load();
    return executor.batch(...args);
  };

export const validate = door(() => import('./src/executors/validate.ts'));
export const test = door(() => import('./src/executors/test.ts'));
export const build = door(() => import('./src/executors/build.ts'));
export const wheel = door(() => import('./src/executors/wheel.ts'));
export const buildWheels = door(() => import('./src/executors/build-wheels.ts'));
export const destination = door(() => import('./src/executors/destination.ts'));
export const gate = door(() => import('./src/executors/gate.ts'));
export const publishCrate = door(() => import('./src/executors/publish-crate.ts'));
export const publishCrates = batchDoor(() => import('./src/executors/publish-crate.ts'));
export const publishPypi = door(() => import('./src/executors/publish-pypi.ts'));
export const ghRelease = door(() => import('./src/executors/gh-release.ts'));
export const publish = door(() => import('./src/executors/publish.ts'));
export const releasePublish = door(() => import('./src/executors/release-publish.ts'));
export const doctor = door(() => import('./src/executors/doctor.ts'));
export const setup = door(() => import('./src/executors/setup.ts'));
export const retreat = door(() => import('./src/executors/retreat.ts'));
export const status = door(() => import('./src/executors/status.ts'));
export const verify = door(() => import('./src/executors/verify.ts'));
export const plan = door(() => import('./src/executors/plan.ts'));
export const matrix = door(() => import('./src/executors/matrix.ts'));
export const version = door(() => import('./src/executors/version.ts'));
export const changelog = door(() => import('./src/executors/changelog.ts'));
