import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { DirectRehearsal } from '../../packages/rehearsal/src/index.ts';
import type { Workshop } from '../../packages/release/src/command/index.ts';
import type { CommandResult, Ports } from '../../packages/release/src/ports.ts';
import { cargoPublish } from './cargo.ts';
import { virtualClock, type VirtualClock } from './clock.ts';
import type { Subject } from './subject.ts';

/** A request, by what it is and the how-manieth of its kind: the same in every run up to what disturbs it. */
export interface RequestKey {
  readonly method: string;
  /** The path with its query, without what differs from run to run. */
  readonly path: string;
  /** From 1. */
  readonly nth: number;
}

/** What happens at a request besides what the registries themselves do. */
export interface Meddling {
  readonly at: RequestKey;
  readonly kind: 'kill-before' | 'kill-after' | 'expire' | 'slow';
}

/** One run's machine: nothing of it is real but the code under test. */
export interface World {
  readonly workshop: Workshop;
  readonly clock: VirtualClock;
  /** Every request so far. */
  readonly requests: readonly RequestKey[];
  /** The tokens that registries have given this run, by their SHA-256. */
  readonly given: ReadonlySet<string>;
  /** Ends when the run is killed; else never. */
  readonly killed: Promise<'killed'>;
}

/** Milliseconds that a request takes. */
const latency = 20;
/** Longer than any token of a registry lives. */
const aLongTime = 40 * 60_000;
const slow = 70_000;

export function makeWorld(
  subject: Subject,
  registries: DirectRehearsal,
  clock: VirtualClock,
  meddling: Meddling | null,
): World {
  const requests: RequestKey[] = [];
  const given = new Set<string>();
  const counts = new Map<string, number>();
  let isDead = false;
  let kill = (): void => undefined;
  const killed = new Promise<'killed'>((resolve) => {
    kill = () => {
      isDead = true;
      resolve('killed');
    };
  });
  /** Of a dead process nothing is heard any more. */
  const alive = async <T>(work: () => Promise<T> | T): Promise<T> => {
    if (isDead) return new Promise<T>(() => undefined);
    const result = await work();
    return isDead ? new Promise<T>(() => undefined) : result;
  };
  const fetch: typeof globalThis.fetch = (input, init) =>
    alive(() =>
      clock.busy(async () => {
        const url = new URL(input instanceof Request ? input.url : String(input));
        const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
        const key = keyOf(method, url, counts);
        requests.push(key);
        clock.advance(latency);
        const isMeant = meddling !== null && same(meddling.at, key);
        if (isMeant && meddling.kind === 'expire') clock.advance(aLongTime);
        if (isMeant && meddling.kind === 'slow') clock.advance(slow);
        if (isMeant && meddling.kind === 'kill-before') kill();
        // Nobody hears this answer; but who never ended to work would hold the clock for ever.
        if (isDead) return Response.error();
        const response = await registries.fetch(input, init);
        for (const token of await tokensIn(key, response)) given.add(digestOf(token));
        if (isMeant && meddling.kind === 'kill-after') kill();
        return response;
      }),
    );
  const ports = portsOf(subject, registries, clock, fetch, alive);
  return {
    clock,
    requests,
    given,
    killed,
    workshop: { root: '', ports, progress: () => undefined },
  };
}

const digestOf = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** The token of an exchange, where it came to us; one that was lost on its way was never held by anybody. */
async function tokensIn({ method, path }: RequestKey, response: Response): Promise<string[]> {
  if (method !== 'POST' || !/\/(mint-token|trusted_publishing\/tokens)$/.test(path)) return [];
  const text = await response
    .clone()
    .text()
    .catch(() => '');
  const [, token] = /"token":"([^"]+)"/.exec(response.ok ? text : '') ?? [];
  return token === undefined ? [] : [token];
}

export const same = (a: RequestKey, b: RequestKey): boolean =>
  a.method === b.method && a.path === b.path && a.nth === b.nth;

function keyOf(method: string, url: URL, counts: Map<string, number>): RequestKey {
  const path = `${url.pathname}${url.search}`.replace(/(releases|assets)\/\d+/g, '$1/N');
  const kind = `${method} ${path}`;
  const nth = (counts.get(kind) ?? 0) + 1;
  counts.set(kind, nth);
  return { method, path, nth };
}

type Alive = <T>(work: () => Promise<T> | T) => Promise<T>;

/** A machine that has the subject's files, and for a cargo what `cargo.ts` does. `alive` is asked before anything is done. */
export function portsOf(
  subject: Subject,
  registries: DirectRehearsal,
  clock: VirtualClock,
  fetch: typeof globalThis.fetch,
  alive: Alive,
): Ports {
  const written = new Map<string, Buffer>();
  const contentOf = (path: string): Buffer | undefined => {
    const name = path.replace(/^\/+/, '');
    return written.get(name) ?? subject.files.get(name);
  };
  const servers = new Map<string, (line: string) => Promise<string>>();
  const files = {
    readText: async (path: string) => contentOf(path)?.toString() ?? null,
    readBytes: async (path: string) => contentOf(path) ?? null,
    openBlob: async (path: string) => new Blob([new Uint8Array(contentOf(path) ?? [])]),
    stream: (path: string) => Readable.from([contentOf(path) ?? Buffer.alloc(0)]),
    digest: async (path: string) => {
      const bytes = contentOf(path);
      if (!bytes) return null;
      return { sha256: digestOf(bytes), bytes: bytes.length };
    },
    write: async (path: string, content: string | Uint8Array) =>
      void written.set(path.replace(/^\/+/, ''), Buffer.from(content)),
    freeBytes: async () => 2 ** 40,
    exists: async (path: string) => contentOf(path) !== undefined,
    list: async () => [],
    remove: async () => undefined,
  };
  const run = (command: string, args: readonly string[]): Promise<CommandResult | null> =>
    alive(async () => {
      if (command !== 'cargo') return { exitCode: 128, stdout: '', stderr: '', all: '' };
      const artifact = subject.crates.find(({ package: name }) => name === args[2])!;
      const alias = args.find((one) => one.startsWith('credential-alias.'))!;
      const [, address = ''] = JSON.parse(alias.split('=')[1]!) as string[];
      const { package: name, version, sha256, path } = artifact;
      const crate = { name, version, sha256, bytes: contentOf(path)! };
      const { index, api } = registries.ready.cratesIo;
      const places = { index: index.replace('sparse+', ''), api };
      return cargoPublish(crate, places, servers.get(address)!, { fetch, clock: waking });
    });
  const waking = { now: clock.now, sleep: (time: number) => alive(() => clock.sleep(time)) };
  return {
    files,
    processes: { run },
    clock: waking,
    environment: { get: () => null, credentialHelper: 'helper', platform: 'linux' },
    fetch,
    sign: async () => ({ refusedBy: 'fulcio', detail: 'nobody signs here' }),
    serveLines: async (answer: (line: string) => Promise<string>) => {
      const address = `lines-${servers.size}`;
      servers.set(address, answer);
      return { address, close: async () => undefined };
    },
  } as unknown as Ports;
}

export { virtualClock };
