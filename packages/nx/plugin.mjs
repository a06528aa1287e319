// The door of the plugin. Nx 22 loads it with `require`, which takes no top-level await.
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { join } from 'node:path';
import { needNode } from './node-version.mjs';
import { keepStripped } from './strip.mjs';

needNode();

// Only where Slipway has made its folder: reading a graph leaves nothing in a repository.
const own = join(process.env.NX_WORKSPACE_ROOT_PATH ?? process.cwd(), '.slipway');
if (existsSync(own)) {
  module.enableCompileCache(join(own, 'cache/node'));
  keepStripped(join(own, 'cache/node'));
}
const plugin = module.createRequire(import.meta.url)('./src/plugin.ts');

export const { name, createNodesV2, createNodes, createDependencies, preTasksExecution } = plugin;
