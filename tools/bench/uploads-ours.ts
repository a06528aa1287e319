import type * as buildRoom from '@slipway/release/build';
import type * as identityRoom from '@slipway/release/identity';
import type * as nodeRoom from '@slipway/release/node';
import type * as publishRoom from '@slipway/release/publish';
import type { Receipt } from '@slipway/release/publish';
import { destinationAt } from './destination.ts';
import { peakMiB } from './peak.ts';

/**
 * What `uploads.ts` measures of ours: node uploads-ours.ts RELEASE FOLDER SINK [TOKEN]. Proves the wheels of a folder
 * to be those of their manifest and publishes them at the sink, as the executor of `publish-pypi` does, with an owner's
 * token or else one that it mints. Prints the number of receipts and the peak of its own memory.
 */
const [, , release = '', root = '', url = '', token] = process.argv;

const { nodePorts } = (await import(`${release}/src/node.js`)) as typeof nodeRoom;
const { readRecord } = (await import(`${release}/src/build/index.js`)) as typeof buildRoom;
const { Secret } = (await import(`${release}/src/identity/index.js`)) as typeof identityRoom;
const { publishPython } = (await import(`${release}/src/publish/index.js`)) as typeof publishRoom;

const destination = destinationAt(url, Secret, token);
const ports = nodePorts();
const receipts: Receipt[] = [];
const told = {
  maxWait: 0,
  keepGoing: false,
  action: () => undefined,
  receipt: (receipt: Receipt) => void receipts.push(receipt),
  found: () => undefined,
};
const workshop = { root, ports, progress: () => undefined };
const { artifacts } = await readRecord('dist', 'tide:build', workshop);
await publishPython('tide', artifacts, destination, workshop, told);
console.log(JSON.stringify({ receipts: receipts.length, peakMiB: peakMiB() }));
