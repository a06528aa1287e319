import { createHash } from 'node:crypto';
import { registryAnswered } from '../finding/index.ts';
import { again, open, troubleOf, unanswered } from '../request/index.ts';
import type { Ports } from '../ports.ts';

/**
 * The SHA-256, in lower-case hex, of what is downloaded from an address. Nothing is kept of it.
 * @throws SlipwayError SLW401, SLW405, SLW513.
 */
export function digestAt(
  registry: string,
  url: string,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<string> {
  return again(async () => {
    const response = await open(registry, url, ports);
    if (!response.ok || !response.body) {
      const { status } = response;
      const context = { registry, url, status, detail: 'the file cannot be downloaded' };
      throw registryAnswered.error(context, { cause: troubleOf(response, ports.clock.now()) });
    }
    const hash = createHash('sha256');
    try {
      for await (const chunk of response.body) hash.update(chunk);
    } catch (error) {
      throw unanswered(registry, url, error);
    }
    return hash.digest('hex');
  }, ports);
}

/**
 * The content of a file; null where it has more than `limit` bytes, or another digest. Asked for once.
 * @throws SlipwayError SLW401, SLW405, SLW513.
 */
export async function download(
  registry: string,
  url: string,
  { sha256, limit }: { readonly sha256: string; readonly limit: number },
  ports: Pick<Ports, 'fetch'>,
): Promise<Uint8Array | null> {
  const response = await open(registry, url, ports);
  if (!response.ok || !response.body) {
    const context = { registry, url, status: response.status, detail: 'it cannot be downloaded' };
    throw registryAnswered.error(context);
  }
  const hash = createHash('sha256');
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of response.body) {
      bytes += piece.byteLength;
      if (bytes > limit) return null;
      hash.update(piece);
      pieces.push(piece);
    }
  } catch (error) {
    throw unanswered(registry, url, error);
  }
  return hash.digest('hex') === sha256 ? Buffer.concat(pieces) : null;
}
