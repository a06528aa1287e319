/**
 * What `observe.ts` measures of ours: node observe-ours.mjs RELEASE SINK PACKAGES. Passes the gate of a release of so
 * many crates and as many Python packages. Prints the number of actions and the peak of its own memory.
 */
const [, , release, url, packages] = process.argv;

const { nodePorts } = await import(`${release}/src/node.js`);
const { Secret } = await import(`${release}/src/identity/index.js`);
const { passGate } = await import(`${release}/src/publish/index.js`);
const { destinationAt } = await import('./destination.mjs');
const { peakMiB } = await import('./peak.mjs');

const named = (kind, name, file) => ({
  ...{ kind, package: name, version: '1.0.0', file, path: file, sha256: '1'.repeat(64), bytes: 1 },
});
const all = Array.from({ length: Number(packages) }, (_, at) => at);
const input = {
  crates: all.map((at) => named('crate', `ws-${at}`, `ws-${at}-1.0.0.crate`)),
  python: all.map((at) => ({
    name: `py-${at}`,
    artifacts: [named('wheel', `py-${at}`, `py_${at}-1.0.0-py3-none-any.whl`)],
  })),
  inferred: [],
  tag: 'v1.0.0',
  commit: '1'.repeat(40),
  dryRun: false,
};
const workshop = { root: process.cwd(), ports: nodePorts() };
const { actions } = await passGate(input, destinationAt(url, Secret), workshop);
console.log(JSON.stringify({ actions: actions.length, peakMiB: peakMiB() }));
