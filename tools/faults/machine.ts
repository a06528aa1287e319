import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { DirectRehearsal } from '../../packages/rehearsal/src/index.ts';
import type { Clock, CommandResult, Files, Ports } from '../../packages/release/src/ports.ts';
import { tellingFullDisk } from '../../packages/release/src/writing.ts';
import { cargoPublish } from './cargo.ts';
import type { Subject } from './subject.ts';

/** What the machine of a run does for it; each goes through the hands of who disturbs. */
export interface Hands {
  readonly fetch: Ports['fetch'];
  /** Called before a file is written; throws where it cannot be. */
  writing(path: string): Promise<void>;
  /** Of a dead process nothing is heard any more. */
  alive<T>(work: () => Promise<T> | T): Promise<T>;
  readonly clock: Clock;
}

export const digestOf = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** The ports of one run: files in memory, a cargo of our own, and nothing that signs. */
export function portsOf(subject: Subject, registries: DirectRehearsal, hands: Hands): Ports {
  const { fetch, clock, alive } = hands;
  const files = filesOf(subject, hands);
  const servers = new Map<string, (line: string) => Promise<string>>();
  const run = (command: string, args: readonly string[]): Promise<CommandResult | null> =>
    alive(async () => {
      if (command !== 'cargo') return { exitCode: 128, stdout: '', stderr: '', all: '' };
      const artifact = subject.crates.find((one) => one.package === args[2])!;
      const alias = args.find((one) => one.startsWith('credential-alias.'))!;
      const [, address = ''] = JSON.parse(alias.split('=')[1]!) as string[];
      const { package: name, version, sha256, path } = artifact;
      const bytes = Buffer.from((await files.readBytes(path))!);
      const crate = { name, version, sha256, bytes, needs: subject.needs.get(name) ?? [] };
      const { index, api } = registries.ready.cratesIo;
      const places = { index: index.replace('sparse+', ''), api };
      return cargoPublish(crate, places, servers.get(address)!, { fetch, clock });
    });
  return {
    files,
    processes: { run },
    clock,
    environment: { get: () => null, platform: 'linux', home: '/home' },
    fetch,
    sign: async () => ({ refusedBy: 'fulcio', detail: 'nobody signs here' }),
    verifySigned: async () => ({ problem: 'nobody verifies here' }),
    publicRoot: async () => ({ problem: 'nobody is trusted here' }),
    serveLines: async (answer: (line: string) => Promise<string>) => {
      const address = `lines-${servers.size}`;
      servers.set(address, answer);
      return { address, client: 'helper', close: async () => undefined };
    },
  } as unknown as Ports;
}

function filesOf(subject: Subject, { writing }: Hands): Files {
  const written = new Map<string, Buffer>();
  const contentOf = (path: string): Buffer | undefined => {
    const name = path.replace(/^\/+/, '');
    return written.get(name) ?? subject.files.get(name);
  };
  return tellingFullDisk({
    readText: async (path: string) => contentOf(path)?.toString() ?? null,
    readBytes: async (path: string) => contentOf(path) ?? null,
    openBlob: async (path: string) => new Blob([new Uint8Array(contentOf(path) ?? [])]),
    stream: (path: string) => Readable.from([contentOf(path) ?? Buffer.alloc(0)]),
    digest: async (path: string) => {
      const bytes = contentOf(path);
      if (!bytes) return null;
      return { sha256: digestOf(bytes), bytes: bytes.length };
    },
    write: async (path: string, content: string | Uint8Array) => {
      await writing(path.replace(/^\/+/, ''));
      written.set(path.replace(/^\/+/, ''), Buffer.from(content));
    },
    freeBytes: async () => 2 ** 40,
    exists: async (path: string) => contentOf(path) !== undefined,
    list: async () => [],
    remove: async () => undefined,
  } as unknown as Files);
}
