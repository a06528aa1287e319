import { tokenUnreadable } from '../finding/index.ts';
import type { Ports } from '../ports.ts';
import { Passing, retryAfter, troubleOf } from './again.ts';
import { ask, objectOf, type Answer } from './ask.ts';
import { staying } from './staying.ts';
import type { Limits } from './bounded.ts';

/** Somebody with a JSON API, who is asked in the name of a token: GitHub, crates.io, PyPI. */
export interface Source {
  /** As people know it. */
  readonly name: string;
  /** Base of the API. */
  readonly api: string;
  /** null: only what everybody may see is asked for. */
  readonly token: { reveal(): string } | null;
}

/** What is sent; `json` becomes the body. */
export interface Sent extends RequestInit {
  readonly json?: object;
}

/** How GitHub wants to be asked: https://docs.github.com/en/rest/about-the-rest-api/api-versions */
const ofGithub = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };

/**
 * One request to a source; whatever it answers is the caller's matter.
 * @throws SlipwayError as `ask`; SLW435 for a token that no header takes: it would be shown in what is said of it.
 */
export async function askSource(
  { name, api, token }: Source,
  path: string,
  { json, ...init }: Sent,
  ports: Pick<Ports, 'fetch'>,
  limits?: Limits,
): Promise<Answer> {
  const isGithub = name === 'GitHub';
  const headers = new Headers(isGithub ? ofGithub : { accept: 'application/json' });
  if (token) headers.set('authorization', `Bearer ${readable(token, `the token for ${name}`)}`);
  if (json) headers.set('content-type', 'application/json');
  for (const [header, value] of new Headers(init.headers)) headers.set(header, value);
  const body = json ? { body: JSON.stringify(json) } : {};
  const fetch = isGithub ? staying(ports.fetch) : ports.fetch;
  const url = `${api.replace(/\/$/, '')}${path}`;
  return ask(name, url, { ...init, ...body, headers }, { fetch }, limits);
}

/**
 * A token as a header takes it.
 * @throws SlipwayError SLW435 for one with a line break of its paste, or with quotes of a text processor.
 */
export function readable(token: NonNullable<Source['token']>, source: string): string {
  const text = token.reveal().trim();
  if (/[^\x21-\x7e]/.test(text)) throw tokenUnreadable.error({ source });
  return text;
}

/** What a source says of a refusal, in its JSON; empty where it says nothing. */
export function saidIn(answer: Pick<Answer, 'text'>): string {
  const { message, errors } = objectOf(answer);
  const details = Array.isArray(errors) ? errors.map(detailOf) : [];
  return [message, ...details].filter((one) => typeof one === 'string' && one !== '').join(': ');
}

/** Of crates.io `{ detail }`; of GitHub a text, `{ message }`, or `{ resource, field, code }`. */
function detailOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const { detail, message, resource, field, code } = error as Readonly<Record<string, unknown>>;
  return detail ?? message ?? [resource, field, code].filter(Boolean).join(' ');
}

/**
 * The limit that a source has had enough by, which GitHub tells with 403 as well: since when it lets in again, in
 * milliseconds since 1970 and in its words, where it names an instant. Null for another answer.
 */
export function limitIn(
  answer: Answer,
  now: number,
): { readonly retryAt: number | null; readonly words: string } | null {
  const { status, headers } = answer;
  const [wait, left] = [headers.get('retry-after'), headers.get('x-ratelimit-remaining')];
  const isSpent = wait !== null || left === '0' || /rate limit/i.test(saidIn(answer));
  if (status !== 429 && !(status === 403 && isSpent)) return null;
  if (wait !== null) {
    const unit = /^\d+$/.test(wait) ? ' s' : '';
    return { retryAt: retryAfter(headers, now), words: `again after ${wait}${unit}` };
  }
  // It tells of its main limit in every answer: that one is meant where nothing of it is left.
  const reset = (left ?? '0') === '0' ? Number(headers.get('x-ratelimit-reset')) * 1000 : 0;
  if (!(reset > 0)) return { retryAt: null, words: '' };
  return { retryAt: reset, words: `again from ${new Date(reset).toISOString()}` };
}

/** The trouble that an answer is of; undefined where it stands. */
export function troubleIn(answer: Answer, now: number): Passing | undefined {
  const limit = limitIn(answer, now);
  if (limit) return new Passing({ retryAt: limit.retryAt, isOpen: false });
  return answer.ok ? undefined : troubleOf(answer, now);
}

/** What GitHub would have wanted: of `administration=read; contents=write,actions=read` one part is enough. */
export function permissionsIn({ headers }: Pick<Answer, 'headers'>): string | null {
  const written = headers.get('x-accepted-github-permissions');
  if (!written) return null;
  return written.replaceAll('=', ': ').replaceAll(/;\s*/g, ' or ').replaceAll(/,\s*/g, ' and ');
}
