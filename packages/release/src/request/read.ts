import { registryAnswered } from '../finding/index.ts';
import type { Ports } from '../ports.ts';
import { again, troubleOf } from './again.ts';
import { ask, jsonOf, objectOf } from './ask.ts';

/**
 * What a registry says of something, as a JSON object; null where it is not there (404). Asked again where that may
 * help.
 * @throws SlipwayError SLW401, SLW405.
 */
export function readObject(
  registry: string,
  url: string,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<Readonly<Record<string, unknown>> | null> {
  return again(async () => {
    const answer = await ask(registry, url, { headers: { accept: 'application/json' } }, ports);
    const { status, ok, text } = answer;
    if (status === 404) return null;
    if (ok && jsonOf(answer) !== null) return objectOf(answer);
    const context = { registry, url, status, detail: text.slice(0, 200) };
    throw registryAnswered.error(context, { cause: troubleOf(answer, ports.clock.now()) });
  }, ports);
}
