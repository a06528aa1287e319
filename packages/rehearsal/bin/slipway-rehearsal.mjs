#!/usr/bin/env node
// Plain JavaScript, so that a Node that cannot run TypeScript says so in one line.
if (!process.features.typescript) {
  process.stderr.write(
    `slipway-rehearsal: Node ${process.versions.node} cannot run it; it needs 22.18 or newer. ` +
      'Bring one with npm: `npm install --save-dev node@22`.\n',
  );
  process.exit(1);
}
// Before anything is loaded: who started it may be gone by then.
const { ppid } = process;
const { main } = await import('../src/main.ts');
process.exitCode = await main(process.argv.slice(2), ppid);
