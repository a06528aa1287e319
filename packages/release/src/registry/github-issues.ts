import { issueRefused } from '../finding/index.ts';
import { again } from '../request/index.ts';
import type { Ports } from '../ports.ts';
import type { GithubEndpoint } from './destination.ts';
import { githubCall } from './github-call.ts';

/** An issue that is open. */
export interface OpenIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
}

/** Issues of one repository. All methods throw SlipwayError SLW401, SLW405, and SLW454 with GitHub's words. */
export interface GithubIssues {
  /**
   * The oldest open issue whose text begins so, written by somebody who may write such: anybody may open an issue, and
   * would have it changed or closed in our name.
   */
  find(mark: string): Promise<OpenIssue | null>;
  /** Once: a second issue would be one too many. */
  open(text: Pick<OpenIssue, 'title' | 'body'>): Promise<OpenIssue>;
  change(issue: OpenIssue): Promise<void>;
  comment(number: number, body: string): Promise<void>;
  close(number: number): Promise<void>;
}

interface IssueData {
  readonly number: number;
  readonly title?: string | null;
  readonly body?: string | null;
  readonly user?: { readonly login?: string } | null;
  readonly author_association?: string;
  readonly pull_request?: object;
}

/** The issues of `repository` ("owner/name"), by GitHub's REST API 2022-11-28. */
export function githubIssues(
  endpoint: GithubEndpoint,
  repository: string,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): GithubIssues {
  const call = githubCall(endpoint, repository, ports, issueRefused);
  const once = <T>(what: string, request: string, json?: object): Promise<T> =>
    call<T>(what, request, json ? { json } : {});
  const calmly: typeof once = (...request) => again(() => once(...request), ports);
  return {
    async find(mark) {
      for (let page = 1; ; page++) {
        const request = `GET /issues?state=open&direction=asc&per_page=100&page=${page}`;
        const rows = await calmly<IssueData[]>('its issues', request);
        const found = rows.find((row) => isOurs(row) && row.body?.startsWith(mark));
        if (found) return toIssue(found);
        if (rows.length < 100) return null;
      }
    },
    open: async (text) => toIssue(await once<IssueData>('an issue', 'POST /issues', text)),
    async change({ number, title, body }) {
      await calmly(`issue ${number}`, `PATCH /issues/${number}`, { title, body });
    },
    async comment(number, body) {
      await once(`issue ${number}`, `POST /issues/${number}/comments`, { body });
    },
    async close(number) {
      const closed = { state: 'closed', state_reason: 'completed' };
      await calmly(`issue ${number}`, `PATCH /issues/${number}`, closed);
    },
  };
}

/** Who a job's own token speaks for. Another bot may write what anybody has asked it to. */
const jobs = 'github-actions[bot]';
const members = ['OWNER', 'MEMBER', 'COLLABORATOR'];

function isOurs({ user, author_association: association, pull_request: pull }: IssueData): boolean {
  return !pull && (user?.login === jobs || members.includes(association ?? ''));
}

function toIssue({ number, title, body }: IssueData): OpenIssue {
  return { number, title: title ?? '', body: body ?? '' };
}
