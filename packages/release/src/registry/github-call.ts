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
import { recognized } from '../explanation/index.ts';

/** What a refusal means: a kind of finding. */
export type Refused = Pick<
  FindingKind<{ registry: string; repository: string; file: string; detail: string }>,
  'error'
>;

/** SLW403, or the code that GitHub's text is known by. */
const unnamed: Refused = {
  error: (context, where) => recognized(uploadRefused.error(context, where)),
};

/** What is sent beside the request, and how its answer is taken. */
type Given = Sent & { readonly limits?: Limits; readonly isFile?: boolean };

/** One request, such as `GET /releases`, about a repository; `refused` is what a refusal of it means. */
export type Call = <T>(
  what: string,
  request: string,
  given?: Given,
  refused?: Refused,
) => Promise<T>;

const registry = 'GitHub Releases';

/**
 * Requests to GitHub's REST API about one repository ("owner/name"). They throw SlipwayError SLW401, SLW405, SLW435, SLW511,
 * SLW512, SLW513 where GitHub is not itself or was not asked, and what a refusal means, `usually` where the request does
 * not tell; the cause is `Passing` where another try may end better.
 */
export function githubCall(
  { api, token }: Pick<GithubEndpoint, 'api' | 'token'>,
  repository: string,
  ports: Pick<Ports, 'fetch' | 'clock'>,
  usually: Refused = unnamed,
): Call {
  const source = { name: 'GitHub', api, token };
  const base = `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`;
  return async (what, request, { limits, isFile, ...sent } = {}, refused = usually) => {
    const [method, path] = request.split(' ') as [string, string];
    const answer = await askSource(source, base + path, { ...sent, method }, ports, limits);
    if (!answer.ok) {
      const about = { url: api, repository, file: what };
      throw refusalOf(answer, about, refused, ports.clock.now());
    }
    const data = isFile ? answer.body : jsonOf(answer);
    // A page in the place of an answer is told from one: GitHub answers with objects, and with lists of them.
    if (answer.status === 204 || (typeof data === 'object' && data !== null)) return data as never;
    const context = { registry, url: path, status: answer.status, detail: 'not JSON' };
    throw registryAnswered.error(context, { cause: new Passing() });
  };
}

function refusalOf(
  answer: Answer,
  { url, repository, file }: Readonly<Record<'url' | 'repository' | 'file', string>>,
  refused: Refused,
  now: number,
): Error {
  const { status, text } = answer;
  const detail = `${status} ${saidIn(answer)}`.trim();
  // 422 of an asset or a release that is there: the answer to the one that made it was lost.
  const isThere = status === 422 && text.includes('already_exists');
  const trouble = isThere ? new Passing() : troubleIn(answer, now);
  const cause = trouble ?? Object.assign(new Error(detail), { status });
  // Not itself, or too busy: that says nothing of what was asked for.
  if (passingStatus(status) || status >= 500) {
    const context = { registry, url, status, detail: `${file}: ${detail}` };
    return registryAnswered.error(context, { cause });
  }
  return refused.error({ registry, repository, file, detail }, { cause });
}

/** 0 where GitHub did not answer, or is to be asked again. */
export function statusOf(error: unknown): number {
  return (error as { cause?: { status?: number } }).cause?.status ?? 0;
}
