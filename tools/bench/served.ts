import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SinkStats } from './sink.ts';

/** A sink in a process of its own. */
export interface Sink {
  readonly url: string;
  stats(): Promise<SinkStats>;
  /** As if nothing had been sent. */
  reset(): Promise<void>;
  close(): void;
}

/** Starts `sink.ts`, which answers so many milliseconds after a request. */
export async function serveSink(latency: number): Promise<Sink> {
  const script = join(import.meta.dirname, 'sink.ts');
  const child = spawn(process.execPath, [script, String(latency)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    url,
    stats: async () => (await (await fetch(`${url}/stats`)).json()) as SinkStats,
    reset: async () => void (await fetch(`${url}/reset`, { method: 'POST' })),
    close: () => void child.kill(),
  };
}
