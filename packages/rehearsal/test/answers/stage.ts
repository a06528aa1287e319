import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, type Outcome } from '../command.ts';
import {
  identityToken,
  start,
  temporaryFolder,
  type RunningRehearsal,
} from '../rehearsal-process.ts';

/** A running rehearsal that nothing is in, and a folder, for one answer after the other. */
export interface Stage extends Pick<RunningRehearsal, 'ready' | 'report'> {
  /** A folder that is this answer's own. */
  readonly folder: string;
  /** One for all, so that cargo keeps what it has asked. */
  readonly home: string;
  /** Arranges something by the administration; throws what it answers when it refuses. */
  arrange(path: string, body: unknown): Promise<Record<string, unknown>>;
  /** curl, with the answer's head and body as output. */
  curl(...args: readonly string[]): Promise<Outcome>;
  /** The identity token of a run of which these claims are true. */
  identity(audience: string, claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Writes a file into the folder; returns its path. */
  write(name: string, content: Uint8Array | string): Promise<string>;
}

export interface OpenStage {
  /** The stage with an empty world and a new folder. */
  next(): Promise<Stage>;
  close(): Promise<void>;
}

export async function openStage(): Promise<OpenStage> {
  const root = await temporaryFolder();
  const rehearsal = await start(join(root.path, 'state'), '--offline');
  const { ready, report } = rehearsal;
  const arrange: Stage['arrange'] = async (path, body) => {
    const response = await rehearsal.admin('POST', path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} ${JSON.stringify(body)}: ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  const usual = ['--silent', '--include', '--user-agent', 'slipway-tests (a person)'];
  return {
    async next() {
      await arrange('reset', {});
      const folder = await mkdtemp(join(root.path, 'case-'));
      return {
        ready,
        report,
        folder,
        home: join(root.path, 'cargo-home'),
        arrange,
        curl: (...args) => run('curl', [...usual, ...args]),
        async identity(audience, claims = {}) {
          await arrange('claims', claims);
          return identityToken(ready, audience);
        },
        async write(name, content) {
          await writeFile(join(folder, name), content);
          return join(folder, name);
        },
      };
    },
    async close() {
      await rehearsal.stop();
      await root.remove();
    },
  };
}

/** Seconds of the rehearsal's clock. */
export function pass(stage: Stage, seconds: number): Promise<unknown> {
  return stage.arrange('clock', { advanceSeconds: seconds });
}

/** A token with these parts that nobody signed. */
export function unsigned(header: object, claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ typ: 'JWT', alg: 'RS256', ...header })}.${part(claims)}.${'A'.repeat(342)}`;
}
