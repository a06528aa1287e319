// The doors of the generators, like those of the executors: plain JavaScript that Nx can require.
import { needNode } from './node-version.mjs';
import { keepStripped } from './strip.mjs';

needNode();
keepStripped();

const door = (load) => async (tree, options) => {
  const generator = await load();
  return generator.default(tree, options);
};

export const init = door(() => import('./src/generators/init.ts'));
export const ci = door(() => import('./src/generators/ci/generator.ts'));
