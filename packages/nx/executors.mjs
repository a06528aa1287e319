// The doors of the executors. Nx loads them with `require`, which takes no top-level await, and our
// sources come after the hook that saves Node from stripping their types in every process anew.
import { needNode } from './node-version.mjs';
import { keepStripped } from './strip.mjs';

needNode();
keepStripped();

/** Nx tells by its generator's type that results of a batch come one by one. */
const door =
  (name) =>
  async (...given) => {
    const { executors } = await import('./src/executors/executors.ts');
    return executors[name](...given);
  };

export const validate = door('validate');
export const test = door('test');
export const build = door('build');
export const wheel = door('wheel');
export const buildWheels = door('buildWheels');
export const destination = door('destination');
export const gate = door('gate');
export const publishCrate = door('publishCrate');
export const publishCrates = door('publishCrates');
export const publishPypi = door('publishPypi');
export const ghRelease = door('ghRelease');
export const publish = door('publish');
export const releasePublish = door('releasePublish');
export const doctor = door('doctor');
export const setup = door('setup');
export const retreat = door('retreat');
export const status = door('status');
export const verify = door('verify');
export const plan = door('plan');
export const matrix = door('matrix');
export const version = door('version');
export const changelog = door('changelog');
