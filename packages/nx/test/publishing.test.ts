import { execa } from 'execa';
import { copyFile, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startRehearsal, type Rehearsal } from '@slipway/rehearsal';
import { packageCrate } from '@slipway/release/build';
import { SlipwayError, type Finding } from '@slipway/release/finding';
import { readRepository, type Crate } from '@slipway/release/manifest';
import { nodePorts } from '@slipway/release/node';
import type { Action, Artifact } from '@slipway/release/plan';
import type { Ports } from '@slipway/release';
import {
  installCrate,
  installPython,
  publishCrate,
  publishPython,
  publishRelease,
  type Receipt,
} from '@slipway/release/publish';
import { makeDistribution } from '../../rehearsal/test/distributions.ts';
import { rehearsalDestination } from '../src/run/rehearsal.ts';
import { seed } from '../src/run/seed.ts';

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

const ports = patientPorts();
const manifest =
  '[package]\nname = "slipway-probe"\nversion = "0.1.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "A probe."\n';
const pyproject =
  '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "slipway-probe"\nversion = "0.1.0"\n';

let root: string;
let rehearsal: Rehearsal;
let actions: Action[];
let receipts: Receipt[];

const told = {
  action: (row: Action) => void actions.push(row),
  receipt: (row: Receipt) => void receipts.push(row),
};
const workshop = () => ({ root, ports, progress: () => undefined });
const repository = () =>
  readRepository(
    new Map([
      ['Cargo.toml', manifest],
      ['pyproject.toml', pyproject],
    ]),
  );
const destination = () =>
  rehearsalDestination(rehearsal.ready.admin, { root, ports }, 'octo/probe');
const commit = {
  id: 'c'.repeat(40),
  tags: [],
  changed: [],
  date: '2026-01-01',
  repository: 'octo/probe',
  shallow: false,
};

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'slipway-publish-')));
  rehearsal = await startRehearsal({ state: join(root, '.slipway/rehearsal/state') });
  const cut = { repository: repository(), stays: [], bumpFirst: [] };
  await seed(rehearsal.ready.admin, cut, commit, 'v0.1.0', ports.fetch);
  actions = [];
  receipts = [];
});
afterEach(async () => {
  await rehearsal.close();
  await rm(root, { recursive: true, force: true });
});

async function admin(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${rehearsal.ready.admin}/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  expect(response.ok, await response.text()).toBe(true);
}

const state = async () =>
  (await (await fetch(`${rehearsal.ready.admin}/state`)).json()) as {
    files: { file: string; uploads: number }[];
    tokens: { revoked: boolean }[];
  };

async function findingOf(promise: Promise<unknown>): Promise<Finding | null> {
  try {
    await promise;
    return null;
  } catch (error) {
    if (error instanceof SlipwayError) return error.finding;
    throw error;
  }
}

/** A crate in a git repository, packaged by the real cargo. */
async function packagedCrate(): Promise<{ crate: Crate; artifact: Artifact }> {
  await ports.files.write(join(root, 'Cargo.toml'), manifest);
  await ports.files.write(join(root, 'src/lib.rs'), '');
  await ports.files.write(join(root, '.gitignore'), 'target\ndist\n.slipway\n');
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'feat: one'],
  ]) {
    await execa('git', args, { cwd: root });
  }
  const crate = repository().crates[0]!;
  await packageCrate(crate, repository(), workshop());
  const record = await ports.files.readText(join(root, 'dist/crates/slipway-probe/manifest.json'));
  const { artifacts } = JSON.parse(record!) as { artifacts: Artifact[] };
  return { crate, artifact: artifacts[0]! };
}

/** A wheel and an sdist, made by Python itself. */
async function distributions(text = 'hello'): Promise<Artifact[]> {
  const folder = join(root, 'made');
  const made = await makeDistribution(folder, { name: 'slipway-probe', version: '0.1.0', text });
  await mkdir(join(root, 'dist'), { recursive: true });
  return Promise.all(
    [made.wheel, made.sdist].map(async (from): Promise<Artifact> => {
      const file = basename(from);
      await copyFile(from, join(root, 'dist', file));
      const digest = (await ports.files.digest(join(root, 'dist', file)))!;
      const kind = file.endsWith('.whl') ? 'wheel' : 'sdist';
      return {
        kind,
        package: 'slipway-probe',
        version: '0.1.0',
        file,
        path: `dist/${file}`,
        ...digest,
      };
    }),
  );
}

const uploadPython = async (artifacts: Artifact[]) =>
  publishPython('slipway-probe', artifacts, await destination(), workshop(), told);

async function uploadCrate(): Promise<{ crate: Crate; artifact: Artifact }> {
  const { crate, artifact } = await packagedCrate();
  await publishCrate(crate, artifact, cargoDestination(await destination()), workshop(), told);
  return { crate, artifact };
}

function cargoDestination(to: Awaited<ReturnType<typeof destination>>) {
  return { ...to, cratesIo: to.cratesIo! };
}

describe('a crate, by the real cargo', () => {
  it('is uploaded once, with a token that is revoked afterwards, and installs', async () => {
    const { crate, artifact } = await uploadCrate();
    expect(receipts).toMatchObject([{ result: 'published', sha256: artifact.sha256 }]);
    const to = cargoDestination(await destination());
    await publishCrate(crate, artifact, to, workshop(), told);
    expect(receipts[1]).toMatchObject({ result: 'already-there' });
    const { files, tokens } = await state();
    expect(files).toMatchObject([{ file: artifact.file, uploads: 1 }]);
    expect(tokens.map(({ revoked }) => revoked)).toEqual([true]);
    await installCrate({ name: 'slipway-probe', version: '0.1.0' }, to.cratesIo, workshop());
  });

  it('SLW402: other bytes of this version are there', async () => {
    const { crate, artifact } = await uploadCrate();
    const other = { ...artifact, sha256: 'ab'.repeat(32) };
    const to = cargoDestination(await destination());
    expect(await findingOf(publishCrate(crate, other, to, workshop(), told))).toMatchObject({
      code: 'SLW402',
    });
  });

  it('SLW205: cargo gets no token for other bytes than those that were checked', async () => {
    const { crate, artifact } = await packagedCrate();
    const other = { ...artifact, sha256: 'ab'.repeat(32) };
    const to = cargoDestination(await destination());
    const finding = await findingOf(publishCrate(crate, other, to, workshop(), told));
    expect(finding?.code).toBe('SLW205');
    expect((await state()).files).toEqual([]);
  });

  it('SLW302: a publisher that does not match, with what the registry says and what we claim', async () => {
    await admin('claims', { workflow_ref: 'octo/probe/.github/workflows/ci.yml@refs/tags/v0.1.0' });
    const finding = await findingOf(uploadCrate());
    expect(finding?.code).toBe('SLW302');
    expect(finding?.message).toContain('Expected workflow filenames: `publish.yml`');
    expect(finding?.message).toContain('ci.yml@refs/tags/v0.1.0');
  });

  it('SLW403: the registry refuses, in its words; and the answer to a 429 is to wait', async () => {
    const tooMany = {
      errors: [
        {
          detail: `You have published too many updates. Please try again after ${new Date(ports.clock.now() + 60_000).toUTCString()} and see the limits.`,
        },
      ],
    };
    await admin('faults', [
      { match: { method: 'PUT', path: '/crates/new', nth: 1 }, do: { status: 429, body: tooMany } },
    ]);
    await uploadCrate();
    expect(receipts).toMatchObject([{ result: 'published', attempts: 2 }]);
  });

  it('that was accepted, though the answer was lost, is there', async () => {
    await admin('faults', [
      { match: { method: 'PUT', path: '/crates/new', nth: 1 }, do: { reset: 'after' } },
    ]);
    await uploadCrate();
    expect(receipts).toMatchObject([{ result: 'published' }]);
    expect((await state()).files).toMatchObject([{ uploads: 1 }]);
  });
});

describe('wheels and sdist', () => {
  it('are uploaded once, and installed by the real pip', async () => {
    const artifacts = await distributions();
    await uploadPython(artifacts);
    await uploadPython(artifacts);
    expect(receipts.map(({ result }) => result)).toEqual([
      'published',
      'published',
      'already-there',
      'already-there',
    ]);
    const { files, tokens } = await state();
    expect(files.map(({ uploads }) => uploads)).toEqual([1, 1]);
    expect(tokens.map(({ revoked }) => revoked)).toEqual([true]);
    const python = { name: 'slipway-probe', version: '0.1.0', module: 'slipway_probe' };
    await installPython(python, (await destination()).pypi, workshop());
  });

  it('complete a half-uploaded release', async () => {
    const [wheel, sdist] = await distributions();
    await uploadPython([wheel!]);
    await uploadPython([wheel!, sdist!]);
    expect(actions.map(({ decision }) => decision)).toEqual([
      'publish',
      'already-there',
      'publish',
    ]);
  });

  it('SLW402: other bytes stop it before anything is sent', async () => {
    const [wheel] = await distributions();
    await uploadPython([wheel!]);
    const [, sdist] = await distributions();
    const others = [{ ...wheel!, sha256: 'ab'.repeat(32) }, sdist!];
    expect(await findingOf(uploadPython(others))).toMatchObject({ code: 'SLW402' });
    expect((await state()).files).toHaveLength(1);
  });

  it('SLW403: a refusal keeps the words of the registry', async () => {
    const [wheel] = await distributions();
    const renamed = { ...wheel!, file: 'slipway_probe-0.1.0-py3-none-linux_x86_64.whl' };
    const finding = await findingOf(uploadPython([renamed]));
    expect(finding?.code).toBe('SLW403');
    expect(finding?.message).toContain('linux_x86_64');
    expect((await state()).tokens.every(({ revoked }) => revoked)).toBe(true);
  });

  it('are sent again after a 503, as often as the registry needs', async () => {
    await admin('faults', [
      {
        match: { registry: 'pypi', method: 'POST', path: '/legacy/', nth: 1, times: 2 },
        do: { status: 503 },
      },
    ]);
    const [wheel] = await distributions();
    await uploadPython([wheel!]);
    expect(receipts).toMatchObject([{ result: 'published', attempts: 3 }]);
  });

  it('SLW404: success was reported, and nothing is there', async () => {
    await admin('faults', [
      { match: { registry: 'pypi', method: 'POST', path: '/legacy/' }, do: { lose: true } },
    ]);
    expect(await findingOf(uploadPython(await distributions()))).toMatchObject({ code: 'SLW404' });
  });

  it('SLW405: an answer that makes no sense', async () => {
    await admin('faults', [{ match: { registry: 'pypi', path: '/simple/' }, do: { html: true } }]);
    expect(await findingOf(uploadPython(await distributions()))).toMatchObject({ code: 'SLW405' });
  });

  it('SLW303: the issuer gives no identity', async () => {
    await admin('faults', [{ match: { registry: 'oidc' }, do: { status: 401 } }]);
    expect(await findingOf(uploadPython(await distributions()))).toMatchObject({ code: 'SLW303' });
  });

  it('SLW401: the registry is down', async () => {
    const to = await destination();
    await rehearsal.close();
    const artifacts = await distributions();
    const finding = await findingOf(
      publishPython('slipway-probe', artifacts, to, workshop(), told),
    );
    expect(finding?.code).toBe('SLW401');
    expect(finding?.message).toContain('ECONNREFUSED');
  });

  it('SLW406: what is live does not install', async () => {
    await uploadPython(await distributions());
    const { pypi } = await destination();
    const python = { name: 'slipway-probe', version: '0.1.0', module: 'not_in_it' };
    const finding = await findingOf(installPython(python, pypi, workshop()));
    expect(finding?.code).toBe('SLW406');
    expect(finding?.message).toContain('not_in_it');
  });
});

describe('the GitHub release', () => {
  const text = {
    tag: 'v0.1.0',
    commit: 'c'.repeat(40),
    title: 'v0.1.0',
    notes: '## 0.1.0',
    prerelease: false,
  };
  const publish = async (assets: Artifact[]) => {
    const to = await destination();
    return publishRelease(
      text,
      assets,
      { ...to, github: to.github!, repository: 'octo/probe' },
      workshop(),
      told,
    );
  };

  it('is a draft, then has its assets, then is published; and a second run changes nothing', async () => {
    const artifacts = await distributions();
    await publish(artifacts);
    await publish(artifacts);
    expect(receipts.map(({ result }) => result)).toEqual([
      'published',
      'published',
      'already-there',
      'already-there',
    ]);
    const { api } = rehearsal.ready.github;
    const release = (await (
      await fetch(`${api}/repos/octo/probe/releases/tags/v0.1.0`, {
        headers: { authorization: `Bearer ${rehearsal.ready.github.token}`, 'user-agent': 'test' },
      })
    ).json()) as { draft: boolean; assets: object[]; body: string };
    expect(release).toMatchObject({ draft: false, body: '## 0.1.0' });
    expect(release.assets).toHaveLength(2);
  });

  it('goes on from a draft that a cut-off run left', async () => {
    const artifacts = await distributions();
    await admin('faults', [
      {
        match: { registry: 'github', method: 'POST', path: 'assets', nth: 2 },
        do: { status: 502 },
      },
    ]);
    expect((await findingOf(publish(artifacts)))?.code).toBe('SLW403');
    await publish(artifacts);
    expect(receipts.map(({ file }) => file).toSorted()).toEqual(
      artifacts
        .flatMap(({ file }) => [file])
        .concat(receipts[0]!.file)
        .toSorted(),
    );
  });

  it('SLW402: a published asset with other bytes is final', async () => {
    const [wheel] = await distributions();
    await publish([wheel!]);
    expect((await findingOf(publish([{ ...wheel!, sha256: 'ab'.repeat(32) }])))?.code).toBe(
      'SLW402',
    );
  });
});
