import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readWheel } from '../../../packages/release/src/artifact/index.ts';
import { readRecord } from '../../../packages/release/src/build/index.ts';
import { nodePorts } from '../../../packages/release/src/node.ts';
import { makeWheels } from './wheels.ts';

it('wheels are whole, as large as asked for, and the same ones every time', async () => {
  const root = await mkdtemp(join(tmpdir(), 'slipway-wheels-'));
  const made = await makeWheels(root, 25, 40_000);
  expect(new Set(made.map(({ file }) => file)).size).toBe(25);
  expect(new Set(made.map(({ sha256 }) => sha256)).size).toBe(25);
  for (const { path, file, sha256, bytes } of made) {
    const content = await readFile(join(root, path));
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    expect(content.length).toBe(bytes);
    expect(bytes).toBeGreaterThan(40_000);
    expect(bytes).toBeLessThan(42_000);
    expect(await readWheel(content, file)).toMatchObject({ kind: 'wheel', recordProblems: [] });
  }
  const { artifacts } = await readRecord('dist', 'tide:build', { root, ports: nodePorts() });
  expect(artifacts).toEqual(made);
  expect(await makeWheels(root, 25, 40_000)).toEqual(made);
  await rm(root, { recursive: true, force: true });
});
