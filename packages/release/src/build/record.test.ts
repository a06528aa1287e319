import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SlipwayError } from '../finding/index.ts';
import { nodePorts } from '../node.ts';
import type { Artifact } from '../plan/index.ts';
import { readRecord, writeRecord } from './record.ts';

const ports = nodePorts();
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-record-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function built(content: string): Promise<Artifact> {
  const path = 'dist/crates/tide/tide-1.0.0.crate';
  await ports.files.write(join(root, path), content);
  const digest = (await ports.files.digest(join(root, path)))!;
  const artifact = {
    kind: 'crate',
    package: 'tide',
    version: '1.0.0',
    file: 'tide-1.0.0.crate',
    path,
    ...digest,
  } as const;
  const workshop = { root, ports, progress: () => undefined };
  await writeRecord(
    'dist/crates/tide',
    { package: 'tide', target: null, artifacts: [artifact] },
    workshop,
  );
  return artifact;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return error instanceof SlipwayError ? error.finding.code : String(error);
  }
}

const read = () => readRecord('dist/crates/tide', 'tide:build', { root, ports });

describe('a build record', () => {
  it('is read back when the files are those that were built', async () => {
    const artifact = await built('bytes');
    expect(await read()).toMatchObject({ package: 'tide', artifacts: [artifact] });
  });

  it('SLW506 when nothing was built', async () => {
    expect(await codeOf(read())).toBe('SLW506');
  });

  it('SLW204 when a file is gone', async () => {
    const { path } = await built('bytes');
    await ports.files.remove(join(root, path));
    expect(await codeOf(read())).toBe('SLW204');
  });

  it('SLW205 when a file has other bytes', async () => {
    const { path } = await built('bytes');
    await ports.files.write(join(root, path), 'other');
    expect(await codeOf(read())).toBe('SLW205');
  });
});
