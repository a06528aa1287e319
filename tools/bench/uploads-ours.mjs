/**
 * What `uploads.ts` measures of ours: node uploads-ours.mjs RELEASE FOLDER SINK [TOKEN]. Proves the wheels of a folder
 * to be those of their manifest and publishes them at the sink, as the executor of `publish-pypi` does, with an owner's
 * token or else one that it mints. Prints the number of receipts and the peak of its own memory.
 */
const [, , release, root, url, token] = process.argv;

const { nodePorts } = await import(`${release}/src/node.js`);
const { readRecord } = await import(`${release}/src/build/index.js`);
const { Secret } = await import(`${release}/src/identity/index.js`);
const { publishPython } = await import(`${release}/src/publish/index.js`);
const { destinationAt } = await import('./destination.mjs');
const { peakMiB } = await import('./peak.mjs');

const destination = destinationAt(url, Secret, token);
const ports = nodePorts();
const receipts = [];
const told = {
  maxWait: 0,
  keepGoing: false,
  action: () => undefined,
  receipt: (receipt) => receipts.push(receipt),
};
const workshop = { root, ports, progress: () => undefined };
const { artifacts } = await readRecord('dist', 'tide:build', workshop);
await publishPython('tide', artifacts, destination, workshop, told);
console.log(JSON.stringify({ receipts: receipts.length, peakMiB: peakMiB() }));
