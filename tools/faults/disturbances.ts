import { readFault } from '../../packages/rehearsal/src/index.ts';
import type { Disturbance } from './harness.ts';
import type { Meddling, RequestKey } from './world.ts';

/** What any request may meet, by the names that `--fault` has for it. */
const everywhere = [
  ...['400', '401', '403', '404', '409', '413', '422', '500', '502', '503'],
  ...['429:120', '429-date:120', 'html', 'html-200', 'half', 'nothing'],
  ...['reset-before', 'reset-during', 'reset-after', 'expire'],
];
/** And what may be met only by one that changes something, */
const byEffects = ['accepted-503', 'accepted-400'];
/** by one whose success means something, */
const byWork = ['lost'];
/** or by one that an index shows. */
const byUploads = ['index-late:20', 'index-in-turn:45'];

const meddlings: readonly Meddling['kind'][] = [
  ...(['stall', 'slow', 'clock-forward', 'clock-back', 'tag-moved'] as const),
];
const killings: readonly Meddling['kind'][] = ['kill-before', 'kill-after'];

/** Every disturbance of every request and every written file, by a name that repeats it. */
export function disturbances(requests: readonly RequestKey[]): ReadonlyMap<string, Disturbance> {
  return new Map(requests.flatMap((at) => disturbancesOf(at)));
}

function disturbancesOf(at: RequestKey): [string, Disturbance][] {
  const name = (what: string): string => `${what}@${at.method} ${at.path} ${at.nth}`;
  const isEffect = at.method !== 'GET';
  const machines = at.method === 'WRITE' ? (['disk-full'] as const) : meddlings;
  const kinds = [...machines, ...(isEffect ? killings : [])];
  return [
    ...faultsOf(at).map((what): [string, Disturbance] => [
      name(what),
      { at, fault: readFault(name(what)) },
    ]),
    ...kinds.map((kind): [string, Disturbance] => [name(kind), { at, kind }]),
  ];
}

/** The faults of the registries that make sense at a request. */
function faultsOf({ method, path }: RequestKey): readonly string[] {
  if (method === 'WRITE') return [];
  if (method === 'GET') return everywhere;
  // A registry that says that it revoked a token and did not cannot be found out: it never says more.
  const isRevocation = method === 'DELETE' || path.endsWith('/burn-token');
  const isUpload = /\/(crates\/new|legacy\/)$/.test(path);
  return [
    ...everywhere,
    ...byEffects,
    ...(isRevocation ? [] : byWork),
    ...(isUpload ? byUploads : []),
  ];
}
