import {
  setupRefused,
  setupTokenMissing,
  SlipwayError,
  type Finding,
} from '@slipway/release/finding';
import { askSource, saidIn, type Source } from '@slipway/release/request';
import type { Ports } from '@slipway/release';
import { silence } from '../evidence/index.ts';
import type { SetupRequest, SetupStep } from './model.ts';

/** Who is told to change something. */
export type Sources = Readonly<Record<SetupRequest['to'], Source>>;

/**
 * Does the steps that requests can do, in their order; `done` hears of each. What is there already (303) is
 * done. Returns what was refused (SLW642), or needs a token that is not there (SLW643): what was done before
 * stays, and nothing more is asked of that side; the other one has its steps done.
 */
export async function applySetup(
  steps: readonly SetupStep[],
  sources: Sources,
  ports: Pick<Ports, 'fetch'>,
  done: (step: SetupStep) => void,
): Promise<Finding[]> {
  const refused = new Map<SetupRequest['to'], Finding>();
  for (const step of steps) {
    const to = step.requests[0]?.to;
    if (to === undefined || refused.has(to)) continue;
    try {
      for (const request of step.requests) await send(step, request, sources[request.to], ports);
      done(step);
    } catch (error) {
      if (!(error instanceof SlipwayError)) throw error;
      refused.set(to, error.finding);
    }
  }
  return [...refused.values()];
}

async function send(
  { title }: SetupStep,
  { to, method, path, body, needs }: SetupRequest,
  source: Source,
  ports: Pick<Ports, 'fetch'>,
): Promise<void> {
  if (!source.token) throw setupTokenMissing.error({ to, needs, title });
  const sent = { method, json: body, redirect: 'manual' } as const;
  const answer = await askSource(source, path, sent, ports, limits).catch((cause: unknown) => {
    const { isAsked, because: detail } = silence(cause);
    const status = isAsked ? 0 : null;
    throw setupRefused.error({ title, to, status, detail, needs }, { cause });
  });
  const { ok, status, text } = answer;
  if (ok || status === 303) return;
  const detail = saidIn(answer) || text.slice(0, 200);
  throw setupRefused.error({ title, to, status, detail, needs });
}

const limits = { within: 30_000, bytes: 2 ** 20 };
