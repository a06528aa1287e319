import {
  setupRefused,
  setupTokenMissing,
  SlipwayError,
  type Finding,
} from '@slipway/release/finding';
import { reason, userAgent, whole } from '@slipway/release/request';
import type { Ports } from '@slipway/release';
import { authorization, type Source } from '../evidence/index.ts';
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
  { fetch }: Pick<Ports, 'fetch'>,
): Promise<void> {
  if (!source.token) throw setupTokenMissing.error({ to, needs, title });
  const credentials = authorization(source);
  if (!credentials.known) {
    throw setupRefused.error({ title, to, status: null, detail: credentials.because, needs });
  }
  const response = await whole(fetch, limits)(`${source.api}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      'user-agent': userAgent,
      'content-type': 'application/json',
      accept: to === 'GitHub' ? 'application/vnd.github+json' : 'application/json',
      ...credentials.value,
    },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw setupRefused.error({ title, to, status: 0, detail: reason(cause), needs }, { cause });
  });
  if (response.ok || response.status === 303) return;
  const detail = messageOf(await response.text());
  throw setupRefused.error({ title, to, status: response.status, detail, needs });
}

const limits = { within: 30_000, bytes: 2 ** 20 };

function messageOf(text: string): string {
  try {
    const { message, errors } = JSON.parse(text) as {
      message?: string;
      errors?: { detail?: string; message?: string }[];
    };
    return [message, ...(errors ?? []).map((one) => one.detail ?? one.message)]
      .filter(Boolean)
      .join(': ');
  } catch {
    return text.slice(0, 200);
  }
}
