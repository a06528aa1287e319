// The door of the plugin. Plain JavaScript, so that a Node that cannot run TypeScript says so in
// one sentence instead of with a stack trace.
if (!process.features.typescript) {
  throw new Error(
    `SLW002 Node ${process.versions.node} runs Nx here, but Slipway needs 22.18 or newer. ` +
      'Bring it with npm: `npm install --save-dev node@22`, and start Nx with `npx nx`.',
  );
}
const plugin = await import('./src/plugin.ts');

export const { name, createNodesV2, createNodes, createDependencies, preTasksExecution } = plugin;
