import { registryAnswered, uploadRefused, type FindingKind } from '../finding/index.ts';
import {
  Passing,
  passingStatus,
  retryAfter,
  staying,
  unanswered,
  userAgent,
  whole,
} from '../request/index.ts';
import type { Ports } from '../ports.ts';
import type { GithubEndpoint } from './destination.ts';
import { remedyOf } from '../explanation/index.ts';

/** What a refusal means: a kind of finding. */
export type Refused = Pick<
  FindingKind<{ registry: string; file: string; detail: string; remedy?: string }>,
  'error'
>;

/** One request; `refused` is what a refusal of it means. */
export type Call = <T>(
  what: string,
  route: string,
  parameters: object,
  refused?: Refused,
) => Promise<T>;

/**
 * Requests to GitHub's REST API 2022-11-28 about one repository ("owner/name"). They throw SlipwayError SLW401, SLW405, SLW511, SLW512, SLW513
 * where GitHub is not itself, and what a refusal means, SLW403 unless it is told; the cause is `Passing` where another
 * try may end better.
 */
export function githubCall(
  endpoint: GithubEndpoint,
  repository: string,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Call {
  const client = connect(endpoint, repository, ports);
  return async (what, route, parameters, refused = uploadRefused) => {
    try {
      const { data, status } = await (await client)(route, { ...parameters });
      // A page in the place of an answer is told from one: GitHub answers with objects, and with lists of them.
      if (status === 204 || (typeof data === 'object' && data !== null)) return data as never;
    } catch (cause) {
      throw explained(what, endpoint.api, cause, refused, ports.clock.now());
    }
    const [, path = ''] = route.split(' ');
    const context = { registry: 'GitHub Releases', url: path, status: 200, detail: 'not JSON' };
    throw registryAnswered.error(context, { cause: new Passing() });
  };
}

/** Loaded when it is needed: most stages never speak to GitHub. */
async function connect(endpoint: GithubEndpoint, repository: string, ports: Pick<Ports, 'fetch'>) {
  const { request: octokit } = await import('@octokit/request');
  const [owner = '', repo = ''] = repository.split('/');
  return octokit.defaults({
    baseUrl: endpoint.api.replace(/\/$/, ''),
    headers: {
      ...(endpoint.token ? { authorization: `Bearer ${endpoint.token.reveal()}` } : {}),
      'user-agent': userAgent,
      'x-github-api-version': '2022-11-28',
    },
    request: { fetch: whole(staying(ports.fetch)) },
    owner,
    repo,
  });
}

interface OctokitError {
  readonly status?: number;
  readonly response?: {
    readonly data?: unknown;
    readonly headers?: Readonly<Record<string, string | number | undefined>>;
  };
}

function explained(
  what: string,
  url: string,
  error: unknown,
  refused: Refused,
  now: number,
): Error {
  const { status = 0, response } = error as OctokitError;
  const registry = 'GitHub Releases';
  // Octokit reports a connection that failed as status 500 without a response.
  if (!response) {
    return unanswered(registry, url, error);
  }
  const { message, errors } = (response.data ?? {}) as { message?: string; errors?: unknown };
  const detail = `${status} ${message ?? ''} ${errors ? JSON.stringify(errors) : ''}`.trim();
  const wait = String(response.headers?.['retry-after'] ?? '');
  const retryAt = wait ? retryAfter(new Headers({ 'retry-after': wait }), now) : null;
  const isLimit = status === 429 || (status === 403 && retryAt !== null);
  // 422 of an asset or a release that is there: the answer to the one that made it was lost.
  const isThere = status === 422 && JSON.stringify(errors ?? '').includes('already_exists');
  const passes = isLimit || isThere || passingStatus(status);
  const cause = passes ? new Passing({ retryAt, isOpen: !isLimit, cause: error }) : error;
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
  return (error as { cause?: OctokitError }).cause?.status ?? 0;
}
