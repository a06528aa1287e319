import { execa } from 'execa';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { repository, testEnvironment } from './workspace.ts';

interface Ready {
  readonly admin: string;
  readonly cratesIo: {
    readonly index: string;
    readonly api: string;
    readonly ownerToken: string;
  };
  readonly pypi: { readonly simple: string; readonly ownerToken: string };
  readonly github: { readonly api: string; readonly token: string; readonly ownerToken: string };
  readonly sigstore: { readonly trustedRoot: string };
  readonly env: Record<string, string>;
}

export interface StateFile {
  readonly registry: string;
  readonly package: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  readonly uploads: number;
}

/** The rehearsal as a program of its own, over a state folder. */
export interface RunningRehearsal {
  readonly ready: Ready;
  state(): Promise<{ files: StateFile[]; tokens: { fingerprint: string; revoked: boolean }[] }>;
  post(path: string, body: object): Promise<void>;
  stop(): Promise<void>;
}

/** Starts `slipway-rehearsal --state FOLDER` and waits for its line. */
export async function startStandalone(state: string): Promise<RunningRehearsal> {
  const bin = join(repository, 'packages/rehearsal/bin/slipway-rehearsal.mjs');
  const child = execa('node', [bin, '--state', state], {
    env: testEnvironment(),
    reject: false,
  });
  const ready = JSON.parse(await firstLine(child.stdout)) as Ready;
  return {
    ready,
    state: async () =>
      (await (await fetch(`${ready.admin}/state`)).json()) as Awaited<
        ReturnType<RunningRehearsal['state']>
      >,
    async post(path, body) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${ready.admin}/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    },
    async stop() {
      child.kill('SIGTERM');
      await child;
    },
  };
}

function firstLine(stdout: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stdout });
    lines.once('line', resolve);
    lines.once('close', () => reject(new Error('the rehearsal ended before it was ready')));
  });
}

/** What is live, comparable between runs: digests by registry and file. */
export function liveFiles(files: readonly StateFile[]): Record<string, string> {
  return Object.fromEntries(
    files
      .map(({ registry, file, sha256 }): [string, string] => [`${registry} ${file}`, sha256])
      .toSorted(),
  );
}
