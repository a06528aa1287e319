import type * as identityRoom from '@slipway/release/identity';
import type * as nodeRoom from '@slipway/release/node';
import type * as publishRoom from '@slipway/release/publish';
import type { Artifact } from '@slipway/release/plan';
import { destinationAt } from './destination.ts';
import { peakMiB } from './peak.ts';

/**
 * What `observe.ts` measures of ours: node observe-ours.ts RELEASE SINK PACKAGES. Passes the gate of a release of so
 * many crates and as many Python packages. Prints the number of actions and the peak of its own memory.
 */
const [, , release = '', url = '', packages = ''] = process.argv;

const { nodePorts } = (await import(`${release}/src/node.js`)) as typeof nodeRoom;
const { Secret } = (await import(`${release}/src/identity/index.js`)) as typeof identityRoom;
const { passGate } = (await import(`${release}/src/publish/index.js`)) as typeof publishRoom;

const named = (kind: Artifact['kind'], name: string, file: string): Artifact => ({
  ...{ kind, package: name, version: '1.0.0', file, path: file, sha256: '1'.repeat(64), bytes: 1 },
});
const all = Array.from({ length: Number(packages) }, (_, at) => at);
const input = {
  crates: all.map((at) => named('crate', `ws-${at}`, `ws-${at}-1.0.0.crate`)),
  python: all.map((at) => ({
    name: `py-${at}`,
    artifacts: [named('wheel', `py-${at}`, `py_${at}-1.0.0-py3-none-any.whl`)],
  })),
  preceding: new Map<string, readonly string[]>(),
  inferred: [],
  tag: 'v1.0.0',
  commit: '1'.repeat(40),
  dryRun: false,
};
const workshop = { root: process.cwd(), ports: nodePorts() };
const { actions } = await passGate(input, destinationAt(url, Secret), workshop);
console.log(JSON.stringify({ actions: actions.length, peakMiB: peakMiB() }));
