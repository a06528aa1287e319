import type { Ports } from '../ports.ts';
import { userAgent } from './agent.ts';
import { unanswered } from './unanswered.ts';

/** A file is read as it comes, however large it is; so long, in milliseconds, it may take. */
const within = 15 * 60_000;

/**
 * An answer whose body is read as it comes, and is not held. Its pieces reject with what `unanswered` is to be told of.
 * @throws SlipwayError SLW401, SLW513; the cause is `Passing` where another try may end better.
 */
export async function open(
  registry: string,
  url: string,
  ports: Pick<Ports, 'fetch'>,
): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(within);
    return await ports.fetch(url, { headers: { 'user-agent': userAgent }, signal });
  } catch (error) {
    throw unanswered(registry, url, error);
  }
}
