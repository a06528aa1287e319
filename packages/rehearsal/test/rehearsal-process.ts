import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ReadyLine, RehearsalState } from '../src/index.ts';

export const program = fileURLToPath(new URL('../bin/slipway-rehearsal.mjs', import.meta.url));

/** `npx slipway-rehearsal` as a process of its own. */
export interface RunningRehearsal {
  readonly ready: ReadyLine;
  readonly state: string;
  admin(method: string, path: string, body?: unknown): Promise<Response>;
  report(): Promise<RehearsalState>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export async function start(state: string, ...args: readonly string[]): Promise<RunningRehearsal> {
  const child = spawn(process.execPath, [program, '--state', state, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = await readReadyLine(child);
  const admin: RunningRehearsal['admin'] = (method, path, body) =>
    fetch(`${ready.admin}/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    ready,
    state,
    admin,
    report: async () => (await (await admin('GET', 'state')).json()) as RehearsalState,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill(signal);
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}

async function readReadyLine(child: ChildProcess): Promise<ReadyLine> {
  if (!child.stdout) throw new Error('no output to read');
  for await (const line of createInterface({ input: child.stdout }))
    return JSON.parse(line) as ReadyLine;
  throw new Error('the rehearsal ended before it was ready');
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'slipway-rehearsal-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** What a workflow run does: asks for an identity token of this audience. */
export async function identityToken(ready: ReadyLine, audience: string): Promise<string> {
  const response = await fetch(
    `${ready.oidc.requestUrl}&audience=${encodeURIComponent(audience)}`,
    {
      headers: { authorization: `bearer ${ready.oidc.requestToken}` },
    },
  );
  return ((await response.json()) as { value: string }).value;
}

const userAgent = 'slipway-tests (packages/rehearsal)';

export async function cratesIoToken(ready: ReadyLine): Promise<string> {
  const response = await fetch(`${ready.cratesIo.api}/api/v1/trusted_publishing/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': userAgent },
    body: JSON.stringify({ jwt: await identityToken(ready, 'crates.io') }),
  });
  const body = (await response.json()) as { token?: string };
  if (!body.token) throw new Error(`no token: ${JSON.stringify(body)}`);
  return body.token;
}

export async function pypiToken(ready: ReadyLine): Promise<string> {
  const response = await fetch(`${ready.pypi.oidc}/mint-token`, {
    method: 'POST',
    body: JSON.stringify({ token: await identityToken(ready, 'pypi') }),
  });
  const body = (await response.json()) as { token?: string };
  if (!body.token) throw new Error(`no token: ${JSON.stringify(body)}`);
  return body.token;
}

/** A publisher that the usual claims match. */
export function publisherOf(registry: string, name: string, pending = false): object {
  return {
    registry,
    name,
    owner: 'local',
    ownerId: '1',
    repository: 'workspace',
    workflow: 'publish.yml',
    environment: 'release',
    pending,
  };
}
