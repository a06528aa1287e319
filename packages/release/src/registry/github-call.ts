import { registryAnswered, uploadRefused, type FindingKind } from '../finding/index.ts';
import {
  askSource,
  jsonOf,
  Passing,
  passingStatus,
  saidIn,
  troubleIn,
  type Answer,
  type Limits,
  type Sent,
} from '../request/index.ts';
import type { Ports } from '../ports.ts';
import type { GithubEndpoint } from './destination.ts';
import { remedyOf } from '../explanation/index.ts';

/** What a refusal means: a kind of finding. */
export type Refused = Pick<
  FindingKind<{ registry: string; file: string; detail: string; remedy?: string }>,
  'error'
>;

/** One request, such as `GET /releases`, about the repository; `refused` is what a refusal of it means. */
type Asking<T> = (
  what: string,
  request: string,
  sent?: Sent & { readonly limits?: Limits },
  refused?: Refused,
) => Promise<T>;

export type Ask = Asking<Answer>;
export type Call = <T>(...request: Parameters<Ask>) => Promise<T>;

const registry = 'GitHub Releases';

/**
 * Requests to GitHub's REST API about one repository ("owner/name"). They throw SlipwayError SLW401, SLW405, SLW435, SLW511,
 * SLW512, SLW513 where GitHub is not itself or was not asked, and what a refusal means, SLW403 unless it is told; the
 * cause is `Passing` where another try may end better.
 */
export function githubAsk(
  { api, token }: Pick<GithubEndpoint, 'api' | 'token'>,
  repository: string,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Ask {
  const source = { name: 'GitHub', api, token };
  const base = `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`;
  return async (what, request, { limits, ...sent } = {}, refused = uploadRefused) => {
    const [method, path] = request.split(' ');
    const init = { ...sent, method: method! };
    const answer = await askSource(source, `${base}${path}`, init, ports, limits);
    if (answer.ok) return answer;
    throw refusalOf(answer, what, api, refused, ports.clock.now());
  };
}

/** The same, for what is answered in JSON. */
export function githubCall(ask: Ask): Call {
  return async <T>(...request: Parameters<Ask>) => {
    const answer = await ask(...request);
    const data = jsonOf(answer);
    // A page in the place of an answer is told from one: GitHub answers with objects, and with lists of them.
    if (answer.status === 204 || (typeof data === 'object' && data !== null)) return data as T;
    const [, url = ''] = request[1].split(' ');
    const context = { registry, url, status: answer.status, detail: 'not JSON' };
    throw registryAnswered.error(context, { cause: new Passing() });
  };
}

/** A refusal that stands. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'Refusal';
    this.status = status;
  }
}

function refusalOf(answer: Answer, what: string, url: string, refused: Refused, now: number) {
  const { status, text } = answer;
  const detail = `${status} ${saidIn(answer)}`.trim();
  // 422 of an asset or a release that is there: the answer to the one that made it was lost.
  const isThere = status === 422 && text.includes('already_exists');
  const trouble = isThere ? new Passing() : troubleIn(answer, now);
  const cause = trouble ?? new Refusal(status, detail);
  // Not itself, or too busy: that says nothing of what was asked for.
  if (passingStatus(status) || status >= 500) {
    const context = { registry, url, status, detail: `${what}: ${detail}` };
    return registryAnswered.error(context, { cause });
  }
  const remedy = remedyOf(detail);
  const context = { registry, file: what, detail };
  return refused.error(remedy ? { ...context, remedy } : context, { cause });
}

/** 0 where GitHub did not answer, or is to be asked again. */
export function statusOf(error: unknown): number {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Refusal ? cause.status : 0;
}
