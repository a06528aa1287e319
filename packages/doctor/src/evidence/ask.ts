import { userAgent, reason, type Secret } from '@slipway/release/identity';
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
  { name, api, token }: Source,
  path: string,
  needs: Needs,
  { fetch }: Pick<Ports, 'fetch'>,
): Promise<Known<unknown>> {
  const headers: Record<string, string> = {
    'user-agent': userAgent,
    accept: name === 'GitHub' ? 'application/vnd.github+json' : 'application/json',
    ...(name === 'GitHub' ? { 'x-github-api-version': '2022-11-28' } : {}),
    ...(token ? { authorization: `Bearer ${token.reveal()}` } : {}),
  };
  try {
    const response = await fetch(`${api}${path}`, {
      headers,
      signal: AbortSignal.timeout(patience),
    });
    const text = await response.text();
    if (response.status === 404) return known(null);
    if (!response.ok) return unknown(refusal(name, response, text, token !== null, needs));
    return known(JSON.parse(text));
  } catch (error) {
    const what =
      error instanceof SyntaxError ? 'answered with something else than JSON' : 'did not answer';
    const why = error instanceof SyntaxError ? '' : `: ${reason(error)}`;
    return unknown(`${name} ${what}${why}`);
  }
}

/** Milliseconds. */
const patience = 10_000;

function refusal(
  name: string,
  { status, headers }: Response,
  text: string,
  hasToken: boolean,
  needs: Needs,
): string {
  const said = messageOf(text);
  const answered = `${name} answered ${status}${said ? `: ${said}` : ''}`;
  const limited = status === 429 || headers.get('x-ratelimit-remaining') === '0';
  if (limited) {
    const at = Number(headers.get('x-ratelimit-reset'));
    const until = at > 0 ? ` (again from ${new Date(at * 1000).toISOString()})` : '';
    return `${answered}${until}`;
  }
  if (status !== 401 && status !== 403) return answered;
  const permission = headers.get('x-accepted-github-permissions')?.replaceAll('=', ': ') ?? needs;
  if (permission === null) return answered;
  return hasToken
    ? `${answered}; the token lacks ${permission}`
    : `${name} tells it only to a token with ${permission}`;
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
