/** Plans a release at scale in a process of its own, and prints what it took as one line of JSON. */
import { createHash } from 'node:crypto';
import {
  decide,
  orderCrates,
  precedingCrates,
  type Artifact,
} from '../../../packages/release/src/plan/index.ts';
import { estimate } from '../../../packages/release/src/schedule/index.ts';
import { manifestsOf } from './subject.ts';

const [crates = 0, packages = 0, files = 0] = process.argv.slice(2).map(Number);
const row = (kind: Artifact['kind'], name: string, file: string, bytes: number): Artifact => {
  const sha256 = createHash('sha256').update(file).digest('hex');
  return { kind, package: name, version: '1.0.0', file, path: `dist/${file}`, sha256, bytes };
};
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const own = numbers(crates).map((at) =>
  row('crate', `tide-${at}`, `tide-${at}-1.0.0.crate`, 50_000),
);
const python = numbers(packages).map((at) => {
  const name = `tide-py-${at}`;
  const wheel = (nth: number): Artifact => row('wheel', name, `${name}-${nth}.whl`, 5 * 2 ** 20);
  return { name, artifacts: numbers(files).map(wheel) };
});
const manifests = manifestsOf(own);
const begun = performance.now();
const { order } = orderCrates(manifests);
const nothing = new Map<string, string>();
const actions = [
  ...decide('crates.io', own, nothing).actions,
  ...python.flatMap(({ artifacts }) => decide('PyPI', artifacts, nothing).actions),
];
const preceding = precedingCrates(manifests);
const fileOf = new Map(own.map((one) => [one.package, one.file]));
const { seconds: announced } = estimate({
  crates: own.map((one) => ({
    ...one,
    after: preceding.get(one.package)!.map((name) => fileOf.get(name)!),
    budget: null,
  })),
  packages: python.map(({ name, artifacts }) => ({
    name,
    isBegun: false,
    files: artifacts,
  })),
  pypi: 'PyPI',
});
const seconds = (performance.now() - begun) / 1000;
const peakMiB = process.resourceUsage().maxRSS / 1024;
console.log(
  JSON.stringify({ seconds, peakMiB, actions: actions.length + order.length, announced }),
);
