import { execa } from 'execa';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageCrate } from '@slipway/release/build';
import { readRepository, type Crate } from '@slipway/release/manifest';
import { orderCrates, type Action, type Artifact } from '@slipway/release/plan';
import { publishCrates, type CrateUpload, type Receipt } from '@slipway/release/publish';
import { nodePorts } from '@slipway/release/node';
import { openProbe, type Probe } from './probe.ts';

/** Three that need nothing, and one over all of them, by their names. */
const needs: Readonly<Record<string, readonly string[]>> = {
  'probe-top': ['probe-one', 'probe-two', 'probe-three'],
  'probe-one': [],
  'probe-two': [],
  'probe-three': [],
};

const manifestOf = (name: string, after: readonly string[]): string => `[package]
name = "${name}"
version = "0.1.0"
edition = "2021"
license = "MIT"
description = "A probe."

[dependencies]
${after.map((one) => `${one} = { path = "../${one}", version = "0.1.0" }\n`).join('')}`;

const names = Object.keys(needs);
const texts = new Map([
  ['Cargo.toml', '[workspace]\nmembers = ["probe-*"]\nresolver = "2"\n'],
  ...names.map((name): [string, string] => [`${name}/Cargo.toml`, manifestOf(name, needs[name]!)]),
]);
const repository = readRepository(texts, [...texts.keys()], {});

let probe: Probe;

beforeEach(async () => {
  probe = await openProbe(repository);
});
afterEach(() => probe.close());

/** A workspace of them, committed and packaged by the real cargo. */
async function packaged(): Promise<(CrateUpload & { rows: (Action | Receipt)[] })[]> {
  const { files } = nodePorts();
  for (const [file, text] of texts) await files.write(join(probe.root, file), text);
  for (const name of names) await files.write(join(probe.root, name, 'src/lib.rs'), '');
  await files.write(join(probe.root, '.gitignore'), 'target\ndist\n.slipway\n');
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'feat: one'],
  ]) {
    await execa('git', args, { cwd: probe.root });
  }
  const uploads = [];
  for (const name of orderCrates(repository.crates).order) {
    const crate = repository.crates.find((one) => one.name === name)!;
    await packageCrate(crate, repository, probe.workshop);
    uploads.push(await uploadOf(crate));
  }
  return uploads.reverse();
}

async function uploadOf(crate: Crate) {
  const record = join(probe.root, `dist/crates/${crate.name}/manifest.json`);
  const { artifacts } = JSON.parse((await nodePorts().files.readText(record))!) as {
    artifacts: [Artifact];
  };
  const rows: (Action | Receipt)[] = [];
  const told = {
    action: (row: Action) => void rows.push(row),
    receipt: (row: Receipt) => void rows.push(row),
    found: () => undefined,
  };
  return { crate, artifact: artifacts[0], told, rows };
}

/** Publishes them with the real clock; how each ended, by its name. */
async function publish(uploads: readonly CrateUpload[]): Promise<Map<string, unknown>> {
  const to = await probe.destination();
  const workshop = { ...probe.workshop, ports: nodePorts() };
  const pace = { maxWait: 0, keepGoing: false };
  const ends = new Map<string, unknown>();
  const destination = { ...to, cratesIo: to.cratesIo! };
  for await (const ended of publishCrates(uploads, destination, workshop, pace)) {
    ends.set(ended.upload.crate.name, 'receipt' in ended ? ended.receipt : ended.refusal);
  }
  return ends;
}

const late = { match: { method: 'PUT', path: '/crates/new' }, do: { indexDelayMs: 2000 } };

describe('crates that are published together, by the real cargo', () => {
  it('do not wait for each other, and start when the index shows what they need', async () => {
    const uploads = await packaged();
    await probe.admin('faults', [late]);
    const ends = (await publish(uploads)) as Map<string, Receipt>;
    expect([...ends.values()].map(({ result }) => result)).toEqual(Array(4).fill('published'));
    const [top, ...below] = Object.keys(needs).map((name) => ends.get(name)!);
    const startedAt = below.map((one) => Date.parse(one.startedAt));
    const endedAt = below.map((one) => Date.parse(one.endedAt));
    expect(Math.max(...startedAt)).toBeLessThan(Math.min(...endedAt));
    expect(Date.parse(top!.startedAt)).toBeGreaterThanOrEqual(Math.max(...endedAt));
    const { files, tokens } = await probe.state();
    expect(files.map(({ uploads: count }) => count)).toEqual([1, 1, 1, 1]);
    expect(tokens.every(({ revoked }) => revoked)).toBe(true);
  });

  it('SLW403: when one is refused, what needs it never starts, and what needs nothing ends', async () => {
    const uploads = await packaged();
    const refused = { status: 403, body: { errors: [{ detail: 'not you' }] } };
    await probe.admin('faults', [
      { match: { method: 'PUT', path: '/crates/new', nth: 2 }, do: refused },
    ]);
    const ends = await publish(uploads);
    expect([...ends.keys()].sort()).toEqual(['probe-one', 'probe-three', 'probe-two']);
    const codes = [...ends.values()].map((end) => (end instanceof Error ? end.message : 'live'));
    expect(codes.filter((one) => one === 'live')).toHaveLength(2);
    expect(codes.find((one) => one !== 'live')).toContain('not you');
  });

  it('SLW402: other bytes of one stop all before anything is sent', async () => {
    const uploads = await packaged();
    await publish(uploads.filter(({ crate }) => crate.name === 'probe-two'));
    const others = uploads.map((upload) => {
      if (upload.crate.name !== 'probe-two') return upload;
      return { ...upload, artifact: { ...upload.artifact, sha256: 'ab'.repeat(32) } };
    });
    const ends = await publish(others);
    expect([...ends.keys()]).toEqual(['probe-two']);
    expect(String(ends.get('probe-two'))).toContain('SLW402');
    expect((await probe.state()).files).toHaveLength(1);
    const decisions = uploads.map(({ rows }) => (rows.at(-1) as Action).decision);
    expect(decisions.sort()).toEqual(['blocked', 'blocked', 'blocked', 'conflict']);
  });
});
