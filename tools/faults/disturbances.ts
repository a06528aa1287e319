import type { FaultEffect } from '../../packages/rehearsal/src/index.ts';
import type { Disturbance } from './harness.ts';
import type { Meddling, RequestKey } from './world.ts';

const refusal = (status: number): FaultEffect => ({ status });

/** What any request may meet. */
const everywhere: Readonly<Record<string, FaultEffect>> = {
  '400': refusal(400),
  '401': refusal(401),
  '403': refusal(403),
  '404': refusal(404),
  '409': refusal(409),
  '413': refusal(413),
  '422': refusal(422),
  '429': {
    status: 429,
    headers: { 'retry-after': '120' },
    body: { errors: [{ detail: 'Please try again after Mon, 23 Nov 2026 12:10:00 GMT.' }] },
  },
  '500': refusal(500),
  '502': refusal(502),
  '503': refusal(503),
  html: { html: true },
  'html-200': { html: true, status: 200 },
  half: { halfBody: true },
  nothing: { status: 200, body: '' },
  'reset-before': { reset: 'before' },
  'reset-during': { reset: 'during' },
  'reset-after': { reset: 'after' },
};

/** And what may be met only by one that changes something. */
const byEffects: Readonly<Record<string, FaultEffect>> = {
  'accepted-503': { acceptThenFail: 503 },
  'accepted-400': { acceptThenFail: 400 },
  lost: { lose: true },
  'index-late': { indexDelayMs: 20_000 },
};

const meddlings: readonly Meddling['kind'][] = ['expire', 'slow'];
const killings: readonly Meddling['kind'][] = ['kill-before', 'kill-after'];

/** Every disturbance of every request, by a name that repeats it. */
export function disturbances(requests: readonly RequestKey[]): ReadonlyMap<string, Disturbance> {
  return new Map(requests.flatMap((at) => disturbancesOf(at)));
}

function disturbancesOf(at: RequestKey): [string, Disturbance][] {
  const isEffect = at.method !== 'GET';
  const name = (what: string): string => `${what}@${at.method} ${at.path} ${at.nth}`;
  const { lost, ...others } = byEffects;
  // A registry that says that it revoked a token and did not cannot be found out: it never says more.
  const isRevocation = at.method === 'DELETE' || at.path.endsWith('/burn-token');
  const effects = isRevocation ? others : { ...others, lost: lost! };
  const faults = { ...everywhere, ...(isEffect ? effects : {}) };
  const kinds = [...meddlings, ...(isEffect ? killings : [])];
  return [
    ...Object.entries(faults).map(([what, fault]): [string, Disturbance] => [
      name(what),
      { at, fault },
    ]),
    ...kinds.map((kind): [string, Disturbance] => [name(kind), { at, kind }]),
  ];
}
