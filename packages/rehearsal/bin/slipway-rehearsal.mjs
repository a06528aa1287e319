#!/usr/bin/env node
// Plain JavaScript that runs on Node 18, so that a Node that is too old is told in one line.
const { node } = process.versions;
const [major, minor] = node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `SLW002 Node ${node} runs slipway-rehearsal here, but it needs 22.18 or newer. Install it.\n`,
  );
  process.exit(1);
}
// Before anything is loaded: who started it may be gone by then.
const { ppid } = process;
const { main } = await import('../src/main.ts');
process.exitCode = await main(process.argv.slice(2), ppid);
