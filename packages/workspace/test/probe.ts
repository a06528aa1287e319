import { copyFile, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startRehearsal, type Rehearsal } from '@slipway/rehearsal';
import type { Ports } from '@slipway/release';
import type { Workshop } from '@slipway/release/command';
import { SlipwayError, type Finding } from '@slipway/release/finding';
import { readRepository, type Repository } from '@slipway/release/manifest';
import { nodePorts } from '@slipway/release/node';
import type { Action, Artifact } from '@slipway/release/plan';
import type { Receipt, Told } from '@slipway/release/publish';
import type { Destination } from '@slipway/release/registry';
import { shareTools } from '../../release/test/share-tools.ts';
import { makeDistribution } from '../../rehearsal/test/distributions.ts';
import { rehearsalDestination } from '@slipway/workspace/destination';
import { seed } from '@slipway/workspace/rehearsing';

export const manifest =
  '[package]\nname = "slipway-probe"\nversion = "0.1.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "A probe."\n';
const pyproject =
  '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "slipway-probe"\nversion = "0.1.0"\n';

/** The real world, but for the clock: who waits is there at once. */
function patientPorts(): Ports {
  const real = nodePorts();
  let ahead = 0;
  const clock = {
    now: () => real.clock.now() + ahead,
    sleep: async (milliseconds: number) => {
      ahead += milliseconds;
    },
  };
  return { ...real, clock };
}

export const ports = patientPorts();

/** A crate and a Python package of one name. */
export const repository = (): Repository =>
  readRepository(
    new Map([
      ['Cargo.toml', manifest],
      ['pyproject.toml', pyproject],
    ]),
  );

const commit = {
  id: 'c'.repeat(40),
  tags: [],
  changed: [],
  date: '2026-01-01',
  repository: 'octo/probe',
  shallow: false,
};

/** A rehearsal that is set up for the probe, and a folder. */
export interface Probe {
  readonly root: string;
  readonly rehearsal: Rehearsal;
  /** What was told so far. */
  readonly actions: Action[];
  readonly receipts: Receipt[];
  readonly told: Told;
  readonly found: Finding[];
  readonly workshop: Workshop;
  destination(): Promise<Destination>;
  /** Arranges something by the rehearsal's administration; its answer. */
  admin(path: string, body: object): Promise<unknown>;
  state(): Promise<{
    files: { file: string; uploads: number }[];
    tokens: { revoked: boolean }[];
    projects: { registry: string; name: string }[];
  }>;
  /** A wheel and an sdist, made by Python itself. */
  distributions(): Promise<Artifact[]>;
  close(): Promise<void>;
}

export async function openProbe(released = repository()): Promise<Probe> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'slipway-publish-')));
  await shareTools(root);
  const rehearsal = await startRehearsal({ state: join(root, '.slipway/rehearsal/state') });
  const { admin } = rehearsal.ready;
  const selection = { repository: released, stays: [], bumpFirst: [] };
  await seed(admin, selection, commit, 'v0.1.0', ports.fetch);
  const [actions, receipts, found]: [Action[], Receipt[], Finding[]] = [[], [], []];
  return {
    root,
    rehearsal,
    actions,
    receipts,
    found,
    told: {
      action: (row) => void actions.push(row),
      receipt: (row) => void receipts.push(row),
      found: (findings) => void found.push(...findings),
      maxWait: 30 * 60_000,
      keepGoing: false,
    },
    workshop: { root, ports, progress: () => undefined },
    destination: () => rehearsalDestination(admin, { root, ports }, 'octo/probe'),
    async admin(path, body) {
      const headers = { 'content-type': 'application/json' };
      const content = JSON.stringify(body);
      const response = await fetch(`${admin}/${path}`, { method: 'POST', headers, body: content });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path}: ${text}`);
      return text ? (JSON.parse(text) as unknown) : null;
    },
    state: async () =>
      (await (await fetch(`${admin}/state`)).json()) as Awaited<ReturnType<Probe['state']>>,
    distributions: () => distributions(root),
    async close() {
      await rehearsal.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function distributions(root: string): Promise<Artifact[]> {
  const made = await makeDistribution(join(root, 'made'), {
    name: 'slipway-probe',
    version: '0.1.0',
  });
  await mkdir(join(root, 'dist'), { recursive: true });
  return Promise.all(
    [made.wheel, made.sdist].map(async (from): Promise<Artifact> => {
      const file = basename(from);
      await copyFile(from, join(root, 'dist', file));
      const digest = (await ports.files.digest(join(root, 'dist', file)))!;
      const kind = file.endsWith('.whl') ? 'wheel' : 'sdist';
      const path = `dist/${file}`;
      return { kind, package: 'slipway-probe', version: '0.1.0', file, path, ...digest };
    }),
  );
}

/** What a stage that fails has found. */
export async function findingOf(promise: Promise<unknown>): Promise<Finding | null> {
  try {
    await promise;
    return null;
  } catch (error) {
    if (error instanceof SlipwayError) return error.finding;
    throw error;
  }
}
