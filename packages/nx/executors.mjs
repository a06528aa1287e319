// The doors of the executors. Nx loads them with `require`, which takes no top-level await, and our
// sources come after the hook that saves Node from stripping their types in every process anew.
import { needNode } from './node-version.mjs';
import { keepStripped } from './strip.mjs';

needNode();
keepStripped();

const door = (name) => async (options, context) => {
  const executor = await import(`./src/executors/${name}.ts`);
  return executor.default(options, context);
};

/** Nx tells by its generator's type that results come one by one. */
const batchDoor =
  (name) =>
  async (...args) => {
    const executor = await import(`./src/executors/${name}.ts`);
    return executor.batch(...args);
  };

export const validate = door('validate');
export const test = door('test');
export const build = door('build');
export const wheel = door('wheel');
export const buildWheels = door('build-wheels');
export const destination = door('destination');
export const gate = door('gate');
export const publishCrate = door('publish-crate');
export const publishCrates = batchDoor('publish-crate');
export const publishPypi = door('publish-pypi');
export const ghRelease = door('gh-release');
export const publish = door('publish');
export const releasePublish = door('release-publish');
export const doctor = door('doctor');
export const setup = door('setup');
export const retreat = door('retreat');
export const status = door('status');
export const verify = door('verify');
export const plan = door('plan');
export const matrix = door('matrix');
export const version = door('version');
export const changelog = door('changelog');
