import { SlipwayError, tokenUnreadable } from '@slipway/release/finding';
import {
  again,
  askSource,
  jsonOf,
  limitIn,
  permissionsIn,
  reason,
  saidIn,
  troubleIn,
  type Answer,
  type Source,
} from '@slipway/release/request';
import type { Ports } from '@slipway/release';
import { known, unknown, type Known } from './model.ts';

/** What asking needs of the machine. */
export type Asking = Pick<Ports, 'fetch' | 'clock'>;

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
  ports: Asking,
): Promise<Known<unknown>> {
  const answer = await ask(source, path, needs, ports);
  return answer.known ? known(answer.value.isThere ? answer.value.body : null) : answer;
}

/** A doctor has many questions: so long, in milliseconds, it waits for an answer, and asks again for a better one. */
const limits = { within: 10_000, bytes: 16 * 2 ** 20 };
const patience = { tries: 3, within: 10_000 };

/** As {@link askJson}, with the message about a thing that is not there. */
export async function ask(
  source: Source,
  path: string,
  needs: Needs,
  ports: Asking,
): Promise<Known<{ readonly isThere: boolean; readonly body: unknown }>> {
  const { name } = source;
  const now = (): number => ports.clock.now();
  try {
    const once = (): Promise<Answer> => askSource(source, path, {}, ports, limits);
    const passes = (answer: Answer) => troubleIn(answer, now());
    const answer = await again(once, ports, { ...patience, troubleIn: passes });
    if (answer.status === 404) return known({ isThere: false, body: saidIn(answer) });
    if (!answer.ok) return unknown(refusal(source, answer, needs, now()));
    const body = jsonOf(answer);
    return body === null ? unknown(noJson(name)) : known({ isThere: true, body });
  } catch (error) {
    const { isAsked, because } = silence(error);
    return unknown(isAsked ? `${name} did not answer: ${because}` : because);
  }
}

/** Why there is no answer: nobody gave one; or nobody was asked, for no header takes the token. */
export function silence(error: unknown): { readonly isAsked: boolean; readonly because: string } {
  const isAsked = !(error instanceof SlipwayError) || error.finding.code !== tokenUnreadable.code;
  return { isAsked, because: isAsked ? reason(error) : error.finding.message };
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
  ports: Asking,
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

function refusal(source: Source, answer: Answer, needs: Needs, now: number): string {
  const { name, token } = source;
  const { status } = answer;
  const said = saidIn(answer).split('\n')[0]!.slice(0, 200);
  const answered = `${name} answered ${status}${said ? `: ${said}` : ''}`;
  const limit = limitIn(answer, now);
  if (limit) return `${answered}${limit.words && ` (${limit.words})`}`;
  if (status !== 401 && status !== 403) return answered;
  if (token && (status === 401 || /^authentication failed/.test(said))) {
    return `${answered}; the token is not valid, or not any more`;
  }
  const permission = permissionsIn(answer) ?? needs;
  if (permission === null || isOtherwise.test(said)) return answered;
  return token
    ? `${answered}; the token lacks ${permission}`
    : `${name} tells it only to a token with ${permission}`;
}

/** Refusals that another permission would not change: the plan, single sign-on, addresses. */
const isOtherwise = /upgrade|billing|SAML|IP allow list|suspended|blocked|disabled/i;

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
