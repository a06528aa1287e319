// The doors of the generators, like those of the executors: plain JavaScript that Nx can require.
import { needNode } from './node-version.mjs';
import { keepStripped } from './strip.mjs';

needNode();
keepStripped();

const door = (name) => async (tree, options) => {
  const generator = await import(`./src/generators/${name}.ts`);
  return generator.default(tree, options);
};

export const init = door('init');
export const ci = door('ci/generator');
