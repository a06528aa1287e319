import { ownerOf } from '../oidc/claims.ts';
import type { Places } from '../ready.ts';
import { Refusal, json, type Handler, type HttpRequest } from '../message/message.ts';
import type { GithubIssue } from '../state/rows.ts';
import type { State } from '../state/state.ts';
import { callerOf } from './access.ts';
import { page } from './releases.ts';
import {
  changeSettings,
  invalid,
  readJson,
  repositoryOf,
  repositorySettings,
} from './repository.ts';

/** `GET …/issues`: open ones unless told otherwise, the newest first. */
export function listIssues(places: Places): Handler {
  return (request, state) => {
    const wanted = request.query.get('state') ?? 'open';
    const found = issuesOf(request, state)
      .filter((issue) => wanted === 'all' || issue.state === wanted)
      .sort((a, b) => b.number - a.number);
    if (request.query.get('direction') === 'asc') found.reverse();
    return page(
      request,
      places,
      found.map((issue) => toIssue(issue, request, places)),
    );
  };
}

/** `POST …/issues` with `{title, body}` */
export function addIssue(places: Places): Handler {
  return (request, state, now) => {
    const { title, body } = readJson(request);
    if (typeof title !== 'string' || title === '') {
      throw invalid([{ resource: 'Issue', code: 'missing_field', field: 'title' }]);
    }
    checkLength(body, 'Issue');
    const { kind } = callerOf(request, state, now);
    const issue: GithubIssue = {
      number: Math.max(0, ...issuesOf(request, state).map(({ number }) => number)) + 1,
      title,
      body: typeof body === 'string' ? body : null,
      state: 'open',
      stateReason: null,
      author: kind === 'run' ? 'github-actions[bot]' : ownerOf(state).login,
      byBot: kind === 'run',
      createdAt: now,
      comments: [],
    };
    keep(issue, request, state);
    const url = `${places.github}${request.path}/${issue.number}`;
    return json(201, toIssue(issue, request, places), { location: url });
  };
}

/** `PATCH …/issues/{number}` */
export function changeIssue(places: Places): Handler {
  return (request, state) => {
    const issue = knownIssue(request, state);
    const given = readJson(request);
    const { title, body, state: wanted, state_reason: reason } = given;
    if (wanted !== undefined && wanted !== 'open' && wanted !== 'closed') {
      throw invalid([{ resource: 'Issue', code: 'invalid', field: 'state' }]);
    }
    checkLength(body, 'Issue');
    const changed: GithubIssue = {
      ...issue,
      title: typeof title === 'string' ? title : issue.title,
      body: typeof body === 'string' ? body : issue.body,
      state: wanted ?? issue.state,
      stateReason: typeof reason === 'string' ? reason : issue.stateReason,
    };
    keep(changed, request, state);
    return json(200, toIssue(changed, request, places));
  };
}

/** `POST …/issues/{number}/comments` with `{body}` */
export const addComment: Handler = (request, state) => {
  const issue = knownIssue(request, state);
  const { body } = readJson(request);
  if (typeof body !== 'string' || body.trim() === '') {
    throw invalid([{ resource: 'IssueComment', code: 'missing_field', field: 'body' }]);
  }
  checkLength(body, 'IssueComment');
  keep({ ...issue, comments: [...issue.comments, body] }, request, state);
  return json(201, { id: issue.comments.length + 1, body });
};

/** `GET …/issues/{number}/comments` */
export function listComments(places: Places): Handler {
  return (request, state) => {
    const { comments } = knownIssue(request, state);
    return page(
      request,
      places,
      comments.map((body, index) => ({ id: index + 1, body })),
    );
  };
}

const longest = 65_536;

function checkLength(body: unknown, resource: string): void {
  if (typeof body !== 'string' || body.length <= longest) return;
  const message = `body is too long (maximum is ${longest} characters)`;
  throw invalid([{ resource, code: 'custom', field: 'body', message }]);
}

function issuesOf(request: HttpRequest, state: State): GithubIssue[] {
  return [...repositorySettings(repositoryOf(request), state).issues];
}

function knownIssue(request: HttpRequest, state: State): GithubIssue {
  const wanted = request.parameters['number'];
  const found = issuesOf(request, state).find(({ number }) => String(number) === wanted);
  if (!found) throw new Refusal(404, 'Not Found');
  return found;
}

function keep(issue: GithubIssue, request: HttpRequest, state: State): void {
  const others = issuesOf(request, state).filter(({ number }) => number !== issue.number);
  changeSettings(repositoryOf(request), { issues: [...others, issue] }, state);
}

function toIssue(issue: GithubIssue, request: HttpRequest, places: Places): object {
  const { number, title, body, state, stateReason, author, byBot, createdAt, comments } = issue;
  return {
    url: `${places.github}/repos/${repositoryOf(request)}/issues/${number}`,
    ...{ number, title, body, state, state_reason: stateReason, comments: comments.length },
    user: { login: author, type: byBot ? 'Bot' : 'User' },
    author_association: byBot ? 'NONE' : 'OWNER',
    created_at: new Date(createdAt).toISOString(),
  };
}
