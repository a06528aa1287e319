import type { Secret } from '@slipway/release/identity';
import { reason, staying, userAgent, whole } from '@slipway/release/request';
import type { Ports } from '@slipway/release';
import { known, unknown, type Known } from './model.ts';

/** Somebody who is asked, by reading alone. */
export interface Source {
  /** As people know it. */
  readonly name: string;
  /** Base of the API, without a final slash. */
  readonly api: string;
  readonly token: Secret | null;
}

/** What an answer needs of the token, for whoever has to make one: "Administration: read". */
export type Needs = string | null;

/**
 * Asks for JSON. Null when there is no such thing (404); otherwise why it is not known: nobody answered, the
 * token may not, a limit, something else than JSON.
 */
export async function askJson(
  source: Source,
  path: string,
  needs: Needs,
  ports: Pick<Ports, 'fetch'>,
): Promise<Known<unknown>> {
  const answer = await ask(source, path, needs, ports);
  if (!answer.known) return answer;
  const { isThere, body } = answer.value;
  if (!isThere) return known(null);
  return body === null ? unknown(noJson(source.name)) : known(body);
}

/** As {@link askJson}, with the message about a thing that is not there. */
export async function ask(
  source: Source,
  path: string,
  needs: Needs,
  { fetch }: Pick<Ports, 'fetch'>,
): Promise<Known<{ readonly isThere: boolean; readonly body: unknown }>> {
  const { name, api, token } = source;
  const credentials = authorization(source);
  if (!credentials.known) return credentials;
  const headers: Record<string, string> = {
    'user-agent': userAgent,
    accept: name === 'GitHub' ? 'application/vnd.github+json' : 'application/json',
    ...(name === 'GitHub' ? { 'x-github-api-version': '2022-11-28' } : {}),
    ...credentials.value,
  };
  try {
    const asking = whole(name === 'GitHub' ? staying(fetch) : fetch, limits);
    const response = await asking(`${api}${path}`, { headers });
    const text = await response.text();
    if (response.status === 404) return known({ isThere: false, body: messageOf(text) });
    if (!response.ok) return unknown(refusal(name, response, text, token !== null, needs));
    return known({ isThere: true, body: JSON.parse(text) as unknown });
  } catch (error) {
    if (error instanceof SyntaxError) return unknown(noJson(name));
    return unknown(`${name} did not answer: ${reason(error)}`);
  }
}

/**
 * The header of a token. A token that no header takes would be shown in what is said of it, so it is not sent; it
 * comes from a paste with a line break, or with quotes of a text processor.
 */
export function authorization({ name, token }: Source): Known<Record<string, string>> {
  if (token === null) return known({});
  const text = token.reveal();
  if (/[^\x21-\x7e]/.test(text)) {
    return unknown(
      `the token for ${name} holds spaces, line breaks or other characters of no token`,
    );
  }
  return known({ authorization: `Bearer ${text}` });
}

const perPage = 100;
/** More pages than anything here has, and an end where a server answers every page with the first. */
const mostPages = 30;

/**
 * Asks for a list, page by page, which stands below these keys of an answer. Where there is none (404) it is not
 * known: GitHub answers an empty list where there is nothing, and hides what the token may not see.
 */
export async function askList(
  source: Source,
  path: string,
  keys: readonly string[],
  needs: Needs,
  ports: Pick<Ports, 'fetch'>,
): Promise<Known<readonly unknown[]>> {
  const all: unknown[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const query = `${path.includes('?') ? '&' : '?'}per_page=${perPage}&page=${page}`;
    const answer = await askJson(source, `${path}${query}`, needs, ports);
    if (!answer.known) return answer;
    if (answer.value === null) return hidden(source, needs);
    const list = at(answer.value, ...keys);
    if (!Array.isArray(list)) return unknown(noJson(source.name));
    all.push(...(list as unknown[]));
    if (list.length !== perPage) break;
  }
  return known(all);
}

/** Why it is not known whether there is what GitHub does not show. */
export function hidden({ name, token }: Source, needs: Needs): Known<never> {
  const whom = token === null ? 'without a token' : 'to this token';
  return unknown(`${name} does not show it ${whom}${needs === null ? '' : `: it needs ${needs}`}`);
}

const noJson = (name: string): string => `${name} answered with something else than JSON`;

/** A question of a doctor, which has many. */
const limits = { within: 10_000, bytes: 16 * 2 ** 20 };

function refusal(
  name: string,
  response: Response,
  text: string,
  hasToken: boolean,
  needs: Needs,
): string {
  const { status, headers } = response;
  const said = messageOf(text);
  const answered = `${name} answered ${status}${said ? `: ${said}` : ''}`;
  if (isLimit(response, said)) return `${answered}${openAgain(headers)}`;
  if (status !== 401 && status !== 403) return answered;
  if (hasToken && (status === 401 || /^authentication failed/.test(said))) {
    return `${answered}; the token is not valid, or not any more`;
  }
  const permission = permissions(headers) ?? needs;
  if (permission === null || isOtherwise.test(said)) return answered;
  return hasToken
    ? `${answered}; the token lacks ${permission}`
    : `${name} tells it only to a token with ${permission}`;
}

/** Refusals that another permission would not change: the plan, single sign-on, addresses. */
const isOtherwise = /upgrade|billing|SAML|IP allow list|suspended|blocked|disabled/i;

function isLimit({ status, headers }: Response, said: string): boolean {
  const isSpent = headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after');
  return status === 429 || (status === 403 && (isSpent || /rate limit/i.test(said)));
}

function openAgain(headers: Headers): string {
  const at = Number(headers.get('x-ratelimit-reset'));
  if (at > 0) return ` (again from ${new Date(at * 1000).toISOString()})`;
  const wait = headers.get('retry-after');
  return wait === null ? '' : ` (again after ${wait}${/^\d+$/.test(wait) ? ' s' : ''})`;
}

/** `administration=read; contents=write,actions=read`: of these parts one is enough. */
function permissions(headers: Headers): string | null {
  const written = headers.get('x-accepted-github-permissions');
  if (!written) return null;
  return written.replaceAll('=', ': ').replaceAll(/;\s*/g, ' or ').replaceAll(/,\s*/g, ' and ');
}

function messageOf(text: string): string {
  try {
    const { message, errors } = JSON.parse(text) as {
      message?: unknown;
      errors?: { detail?: unknown }[];
    };
    const said = message ?? errors?.[0]?.detail;
    return typeof said === 'string' ? said.split('\n')[0]!.slice(0, 200) : '';
  } catch {
    return '';
  }
}

/** A value of a parsed answer, by its keys; undefined where one of them is not there. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null
        ? (found as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

export const textAt = (value: unknown, ...keys: readonly string[]): string | null => {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : null;
};

export const listAt = (value: unknown, ...keys: readonly string[]): readonly unknown[] => {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found : [];
};
