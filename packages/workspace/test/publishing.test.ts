import { execa } from 'execa';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packageCrate, readRecord } from '@slipway/release/build';
import { crateFolder } from '@slipway/release/layout';
import type { Crate } from '@slipway/release/manifest';
import type { Artifact } from '@slipway/release/plan';
import {
  installCrate,
  installPython,
  publishCrate,
  publishPython,
  publishRelease,
} from '@slipway/release/publish';
import type { Destination } from '@slipway/release/registry';
import { startRehearsal } from '@slipway/rehearsal';
import { findingOf, manifest, openProbe, ports, repository, type Probe } from './probe.ts';

let probe: Probe;

beforeEach(async () => {
  probe = await openProbe();
});
afterEach(() => probe.close());

/** A crate in a git repository, packaged by the real cargo. */
async function packagedCrate(): Promise<{ crate: Crate; artifact: Artifact }> {
  await ports.files.write(join(probe.root, 'Cargo.toml'), manifest);
  await ports.files.write(join(probe.root, 'src/lib.rs'), '');
  await ports.files.write(join(probe.root, '.gitignore'), 'target\ndist\n.slipway\n');
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'feat: one'],
  ]) {
    await execa('git', args, { cwd: probe.root });
  }
  const crate = repository().crates[0]!;
  await packageCrate(crate, repository(), probe.workshop);
  const folder = crateFolder('slipway-probe');
  const { artifacts } = await readRecord(folder, 'slipway-probe:build', probe.workshop);
  return { crate, artifact: artifacts[0]! };
}

const uploadPython = async (artifacts: Artifact[]) =>
  publishPython('slipway-probe', artifacts, await probe.destination(), probe.workshop, probe.told);

async function uploadCrate(): Promise<{ crate: Crate; artifact: Artifact }> {
  const { crate, artifact } = await packagedCrate();
  await publishCrate(
    crate,
    artifact,
    cargoDestination(await probe.destination()),
    probe.workshop,
    probe.told,
  );
  return { crate, artifact };
}

function cargoDestination(to: Destination) {
  return { ...to, cratesIo: to.cratesIo! };
}

/** Sets environment variables for one piece of work. */
async function withVariables<T>(
  variables: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  try {
    return await work();
  } finally {
    vi.unstubAllEnvs();
  }
}

describe('a crate, by the real cargo', () => {
  it('goes to crates.io, and is installed from there, whatever registry is cargo’s default', async () => {
    const { crate, artifact } = await packagedCrate();
    const to = cargoDestination(await probe.destination());
    const other = await startRehearsal({ state: join(probe.root, '.slipway/other') });
    const mine = {
      CARGO_REGISTRY_DEFAULT: 'mine',
      CARGO_REGISTRIES_MINE_INDEX: other.ready.cratesIo.index,
    };
    try {
      await withVariables(mine, async () => {
        await publishCrate(crate, artifact, to, probe.workshop, probe.told);
        await installCrate(
          { name: 'slipway-probe', version: '0.1.0' },
          to.cratesIo,
          probe.workshop,
        );
      });
      expect((await probe.state()).files).toMatchObject([{ file: artifact.file, uploads: 1 }]);
      const state = await (await fetch(`${other.ready.admin}/state`)).text();
      expect(state).not.toContain('slipway-probe');
    } finally {
      await other.close();
    }
  });

  it('goes to crates.io where a mirror stands for it', async () => {
    const { crate, artifact } = await packagedCrate();
    const source = '[source.crates-io]\nreplace-with = "mirror"\n[source.mirror]\n';
    const config = `${source}registry = "sparse+http://127.0.0.1:9/"\n`;
    await ports.files.write(join(probe.root, '.slipway/rehearsal/cargo-home/config.toml'), config);
    const to = cargoDestination(await probe.destination());
    await publishCrate(crate, artifact, to, probe.workshop, probe.told);
    expect(probe.receipts).toMatchObject([{ result: 'published', sha256: artifact.sha256 }]);
  });

  it('is uploaded once, with a token that is revoked afterwards, and installs', async () => {
    const { crate, artifact } = await uploadCrate();
    expect(probe.receipts).toMatchObject([{ result: 'published', sha256: artifact.sha256 }]);
    const to = cargoDestination(await probe.destination());
    await publishCrate(crate, artifact, to, probe.workshop, probe.told);
    expect(probe.receipts[1]).toMatchObject({ result: 'already-there' });
    const { files, tokens } = await probe.state();
    expect(files).toMatchObject([{ file: artifact.file, uploads: 1 }]);
    expect(tokens.map(({ revoked }) => revoked)).toEqual([true]);
    await installCrate({ name: 'slipway-probe', version: '0.1.0' }, to.cratesIo, probe.workshop);
  });

  it('SLW402: other bytes of this version are there', async () => {
    const { crate, artifact } = await uploadCrate();
    const other = { ...artifact, sha256: 'ab'.repeat(32) };
    const to = cargoDestination(await probe.destination());
    expect(
      await findingOf(publishCrate(crate, other, to, probe.workshop, probe.told)),
    ).toMatchObject({
      code: 'SLW402',
    });
  });

  it('SLW205: cargo gets no token for other bytes than those that were checked', async () => {
    const { crate, artifact } = await packagedCrate();
    const other = { ...artifact, sha256: 'ab'.repeat(32) };
    const to = cargoDestination(await probe.destination());
    const finding = await findingOf(publishCrate(crate, other, to, probe.workshop, probe.told));
    expect(finding?.code).toBe('SLW205');
    expect((await probe.state()).files).toEqual([]);
  });

  it('SLW617: a publisher that does not match, with what the registry says and what we claim', async () => {
    await probe.admin('claims', {
      workflow_ref: 'octo/probe/.github/workflows/ci.yml@refs/tags/v0.1.0',
    });
    const finding = await findingOf(uploadCrate());
    expect(finding?.code).toBe('SLW617');
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
    await probe.admin('faults', [
      { match: { method: 'PUT', path: '/crates/new', nth: 1 }, do: { status: 429, body: tooMany } },
    ]);
    await uploadCrate();
    expect(probe.receipts).toMatchObject([{ result: 'published', attempts: 2 }]);
  });

  it('that was accepted, though the answer was lost, is there', async () => {
    await probe.admin('faults', [
      { match: { method: 'PUT', path: '/crates/new', nth: 1 }, do: { reset: 'after' } },
    ]);
    await uploadCrate();
    expect(probe.receipts).toMatchObject([{ result: 'published' }]);
    expect((await probe.state()).files).toMatchObject([{ uploads: 1 }]);
  });
});

describe('wheels and sdist', () => {
  it('are uploaded once, and installed by the real pip, though one look at the index fails', async () => {
    const artifacts = await probe.distributions();
    await uploadPython(artifacts);
    await uploadPython(artifacts);
    expect(probe.receipts.map(({ result }) => result)).toEqual([
      'published',
      'published',
      'already-there',
      'already-there',
    ]);
    const { files, tokens } = await probe.state();
    expect(files.map(({ uploads }) => uploads)).toEqual([1, 1]);
    expect(tokens.map(({ revoked }) => revoked)).toEqual([true]);
    const python = { name: 'slipway-probe', version: '0.1.0', module: 'slipway_probe' };
    // A cache that is behind: what was to be seen is not, for a moment.
    await probe.admin('faults', ['404@GET /simple/slipway-probe/'] as object);
    await installPython(python, (await probe.destination()).pypi, probe.workshop);
  });

  it.each(['PIP_FIND_LINKS', 'PIP_EXTRA_INDEX_URL'])(
    'SLW406: are installed from the registry, and from nowhere that %s names',
    async (variable) => {
      const [wheel] = await probe.distributions();
      const other = await startRehearsal({ state: join(probe.root, '.slipway/other') });
      const tell = async (path: string, body: object): Promise<void> => {
        const headers = { 'content-type': 'application/json' };
        const content = JSON.stringify({ registry: 'pypi', name: 'slipway-probe', ...body });
        await fetch(`${other.ready.admin}/${path}`, { method: 'POST', headers, body: content });
      };
      await tell('projects', { versions: [] });
      const bytes = Buffer.from((await ports.files.readBytes(join(probe.root, wheel!.path)))!);
      const content = bytes.toString('base64');
      await tell('files', { version: '0.1.0', file: wheel!.file, content });
      const elsewhere = {
        PIP_FIND_LINKS: join(probe.root, 'dist'),
        PIP_EXTRA_INDEX_URL: other.ready.pypi.simple,
      }[variable]!;
      const python = { name: 'slipway-probe', version: '0.1.0', module: 'slipway_probe' };
      const { pypi } = await probe.destination();
      try {
        const finding = await withVariables({ [variable]: elsewhere }, () =>
          findingOf(installPython(python, pypi, probe.workshop)),
        );
        expect(finding).toMatchObject({ code: 'SLW406' });
      } finally {
        await other.close();
      }
    },
  );

  it('SLW305: are live, and it is told that the registry takes no token back', async () => {
    await probe.admin('sites', { registry: 'pypi', mode: 'no-burn-token' });
    await uploadPython(await probe.distributions());
    expect(probe.receipts.map(({ result }) => result)).toEqual(['published', 'published']);
    expect(probe.found.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning SLW305',
    ]);
    expect((await probe.state()).tokens).toMatchObject([{ revoked: false }]);
  });

  it('complete a half-uploaded release', async () => {
    const [wheel, sdist] = await probe.distributions();
    await uploadPython([wheel!]);
    await uploadPython([wheel!, sdist!]);
    expect(probe.actions.map(({ decision }) => decision)).toEqual([
      'publish',
      'already-there',
      'publish',
    ]);
  });

  it('SLW402: other bytes stop it before anything is sent', async () => {
    const [wheel] = await probe.distributions();
    await uploadPython([wheel!]);
    const [, sdist] = await probe.distributions();
    const others = [{ ...wheel!, sha256: 'ab'.repeat(32) }, sdist!];
    expect(await findingOf(uploadPython(others))).toMatchObject({ code: 'SLW402' });
    expect((await probe.state()).files).toHaveLength(1);
  });

  it('SLW605: a refusal keeps the words of the registry', async () => {
    const [wheel] = await probe.distributions();
    const renamed = { ...wheel!, file: 'slipway_probe-0.1.0-py3-none-linux_x86_64.whl' };
    const finding = await findingOf(uploadPython([renamed]));
    expect(finding?.code).toBe('SLW605');
    expect(finding?.message).toContain('linux_x86_64');
    expect((await probe.state()).tokens.every(({ revoked }) => revoked)).toBe(true);
  });

  it('are sent again after a 503, as often as the registry needs', async () => {
    await probe.admin('faults', [
      {
        match: { registry: 'pypi', method: 'POST', path: '/legacy/', nth: 1, times: 2 },
        do: { status: 503 },
      },
    ]);
    const [wheel] = await probe.distributions();
    await uploadPython([wheel!]);
    expect(probe.receipts).toMatchObject([{ result: 'published', attempts: 3 }]);
  });

  it('SLW404: success was reported, and nothing is there', async () => {
    await probe.admin('faults', [
      { match: { registry: 'pypi', method: 'POST', path: '/legacy/' }, do: { lose: true } },
    ]);
    expect(await findingOf(uploadPython(await probe.distributions()))).toMatchObject({
      code: 'SLW404',
    });
  });

  it('SLW405: an answer that makes no sense', async () => {
    await probe.admin('faults', [
      { match: { registry: 'pypi', path: '/simple/' }, do: { html: true } },
    ]);
    expect(await findingOf(uploadPython(await probe.distributions()))).toMatchObject({
      code: 'SLW405',
    });
  });

  it('SLW303: the issuer gives no identity', async () => {
    await probe.admin('faults', [{ match: { registry: 'oidc' }, do: { status: 401 } }]);
    expect(await findingOf(uploadPython(await probe.distributions()))).toMatchObject({
      code: 'SLW303',
    });
  });

  it('SLW401: the registry is down', async () => {
    const to = await probe.destination();
    await probe.rehearsal.close();
    const artifacts = await probe.distributions();
    const finding = await findingOf(
      publishPython('slipway-probe', artifacts, to, probe.workshop, probe.told),
    );
    expect(finding?.code).toBe('SLW401');
    expect(finding?.message).toContain('ECONNREFUSED');
  });

  it('SLW406: what is live does not install', async () => {
    await uploadPython(await probe.distributions());
    const { pypi } = await probe.destination();
    const python = { name: 'slipway-probe', version: '0.1.0', module: 'not_in_it' };
    const finding = await findingOf(installPython(python, pypi, probe.workshop));
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
    const to = await probe.destination();
    return publishRelease(
      text,
      assets,
      { ...to, github: to.github!, repository: 'octo/probe' },
      probe.workshop,
      probe.told,
    );
  };

  it('is a draft, then has its assets, then is published; and a second run changes nothing', async () => {
    const artifacts = await probe.distributions();
    await publish(artifacts);
    await publish(artifacts);
    expect(probe.receipts.map(({ result }) => result)).toEqual([
      'published',
      'published',
      'already-there',
      'already-there',
    ]);
    const { api } = probe.rehearsal.ready.github;
    const release = (await (
      await fetch(`${api}/repos/octo/probe/releases/tags/v0.1.0`, {
        headers: {
          authorization: `Bearer ${probe.rehearsal.ready.github.token}`,
          'user-agent': 'test',
        },
      })
    ).json()) as { draft: boolean; assets: object[]; body: string };
    expect(release).toMatchObject({ draft: false, body: '## 0.1.0' });
    expect(release.assets).toHaveLength(2);
  });

  it('goes on from a draft that a cut-off run left', async () => {
    const artifacts = await probe.distributions();
    await probe.admin('faults', [
      {
        match: { registry: 'github', method: 'POST', path: 'assets', nth: 2 },
        do: { status: 400 },
      },
    ]);
    expect((await findingOf(publish(artifacts)))?.code).toBe('SLW403');
    await publish(artifacts);
    expect(probe.receipts.map(({ file }) => file).toSorted()).toEqual(
      artifacts
        .flatMap(({ file }) => [file])
        .concat(probe.receipts[0]!.file)
        .toSorted(),
    );
  });

  it('SLW402: a published asset with other bytes is final', async () => {
    const [wheel] = await probe.distributions();
    await publish([wheel!]);
    expect((await findingOf(publish([{ ...wheel!, sha256: 'ab'.repeat(32) }])))?.code).toBe(
      'SLW402',
    );
  });
});
