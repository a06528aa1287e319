import { execa } from 'execa';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAttestationOf, savedAttestations, type Attestation } from '@slipway/release/attestation';
import type { Artifact } from '@slipway/release/plan';
import { publishPython, publishRelease } from '@slipway/release/publish';
import { findingOf, openProbe, ports, type Probe } from './probe.ts';

let probe: Probe;

beforeEach(async () => {
  probe = await openProbe();
});
afterEach(() => probe.close());

const uploadPython = async (artifacts: Artifact[]) =>
  publishPython('slipway-probe', artifacts, await probe.destination(), probe.workshop, probe.told);

describe('attestations', () => {
  const provenance = async ({ package: name, version, file }: Artifact): Promise<Attestation[]> => {
    const { integrity } = (await probe.destination()).pypi;
    const response = await fetch(`${integrity}${name}/${version}/${file}/provenance`);
    if (response.status === 404) return [];
    const body = (await response.json()) as {
      attestation_bundles: { attestations: Attestation[] }[];
    };
    return body.attestation_bundles.flatMap(({ attestations }) => attestations);
  };
  const saved = (): Promise<readonly string[]> =>
    ports.files.list(join(probe.root, 'dist/attestations'));
  it('are of every file, at the registry and beside the artifacts', async () => {
    const artifacts = await probe.distributions();
    await uploadPython(artifacts);
    const files = artifacts.map(({ file }) => `${file}.publish.attestation`).toSorted();
    expect(await saved()).toEqual(files);
    for (const artifact of artifacts) {
      const [kept] = await provenance(artifact);
      expect(kept && isAttestationOf(kept, artifact)).toBe(true);
      const path = join(probe.root, `dist/attestations/${artifact.file}.publish.attestation`);
      expect(JSON.parse((await ports.files.readText(path))!)).toEqual(kept);
    }
  });

  it('are not made again of what is there: the registry’s own are saved', async () => {
    const artifacts = await probe.distributions();
    await uploadPython(artifacts);
    const before = await savedAttestations(artifacts, probe.workshop);
    await ports.files.remove(join(probe.root, 'dist/attestations'));
    await probe.admin('faults', [{ match: { registry: 'fulcio' }, do: { status: 500 } }]);
    await uploadPython(artifacts);
    expect(await savedAttestations(artifacts, probe.workshop)).toEqual(before);
    expect(before).toHaveLength(2);
  });

  it.each<[string, object[]]>([
    ['Fulcio', [{ match: { registry: 'fulcio' }, do: { status: 502, html: true } }]],
    ['Rekor', [{ match: { registry: 'rekor', nth: 2, times: 100 }, do: { status: 500 } }]],
    ['Rekor', [{ match: { registry: 'rekor' }, do: { reset: 'before' } }]],
    ['Fulcio', [{ match: { registry: 'fulcio' }, do: { body: 'what?' } }]],
    ['something that makes no sense', [{ match: { registry: 'fulcio' }, do: { body: {} } }]],
    ['Rekor', [{ match: { registry: 'rekor' }, do: { body: { x: {} } } }]],
  ])(
    'SLW407: %s gives none, %j: nothing is uploaded, and the next run goes on',
    async (service, faults) => {
      const artifacts = await probe.distributions();
      await probe.admin('faults', faults);
      const finding = await findingOf(uploadPython(artifacts));
      expect(finding).toMatchObject({ code: 'SLW407', message: expect.stringContaining(service) });
      expect(finding?.why).toContain('none of those was sent to PyPI');
      expect(await probe.state()).toMatchObject({ files: [], tokens: [] });
      expect(await saved()).toEqual([]);
      await fetch(`${probe.rehearsal.ready.admin}/faults`, { method: 'DELETE' });
      await uploadPython(artifacts);
      expect(probe.receipts).toMatchObject([{ result: 'published' }, { result: 'published' }]);
      expect(await saved()).toHaveLength(2);
    },
  );

  it('SLW407: the identity has expired', async () => {
    const artifacts = await probe.distributions();
    await probe.admin('claims', { exp: Math.floor(Date.now() / 1000) - 1 });
    const finding = await findingOf(uploadPython(artifacts));
    expect(finding?.code).toBe('SLW407');
    expect(finding?.message).toContain(
      'Fulcio at http://127.0.0.1:' + new URL(probe.rehearsal.ready.admin).port,
    );
    expect(finding?.message).toContain('There was an error processing the identity token');
    expect(finding?.message).not.toContain('eyJ');
    expect((await probe.state()).files).toEqual([]);
    await probe.admin('claims', { exp: Math.floor(Date.now() / 1000) + 300 });
    await uploadPython(artifacts);
    expect((await probe.state()).files).toHaveLength(2);
  });

  it('SLW407: what is no token is not shown either', async () => {
    await probe.admin('faults', [
      { match: { registry: 'oidc' }, do: { body: { value: 'eyJhbGciOi.x' } } },
    ]);
    const finding = await findingOf(uploadPython(await probe.distributions()));
    expect(finding).toMatchObject({ code: 'SLW407' });
    expect(JSON.stringify(finding)).not.toContain('eyJ');
  });

  it('SLW618: another workflow than the registered one has signed', async () => {
    const file = 'octo/probe/.github/workflows';
    await probe.admin('claims', { workflow_ref: `${file}/release.yml@refs/tags/v0.1.0` });
    const finding = await findingOf(uploadPython(await probe.distributions()));
    expect(finding?.code).toBe('SLW618');
    expect(finding?.message).toContain('release.yml@refs/tags/v0.1.0) does not match expected');
    expect(finding?.remedy).toContain('register that file');
    expect((await probe.state()).files).toEqual([]);
  });

  it('are tried again when Sigstore fails for a moment', async () => {
    await probe.admin('faults', [
      { match: { registry: 'fulcio', nth: 1, times: 2 }, do: { status: 503 } },
      { match: { registry: 'rekor', nth: 1 }, do: { reset: 'after' } },
    ]);
    const artifacts = await probe.distributions();
    await uploadPython(artifacts);
    for (const artifact of artifacts) expect(await provenance(artifact)).toHaveLength(1);
  });

  it('are signed here past a proxy that the environment names', async () => {
    const { fulcio, rekor } = probe.rehearsal.ready.sigstore;
    const { requestUrl, requestToken } = probe.rehearsal.ready.oidc;
    const script = `
      const { nodePorts } = await import(process.env.NODE_TS);
      const headers = { authorization: 'bearer ' + process.env.REQUEST };
      const { value } = await (await fetch(process.env.ISSUER, { headers })).json();
      const identity = { reveal: () => value };
      const endpoint = { fulcio: process.env.FULCIO, rekor: process.env.REKOR };
      console.log(Object.keys(await nodePorts().sign('{}', endpoint, identity)).join());`;
    const nobody = 'http://127.0.0.1:9';
    const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', script], {
      env: {
        NODE_TS: new URL('../../release/src/node.ts', import.meta.url).href,
        ISSUER: `${requestUrl}&audience=sigstore`,
        REQUEST: requestToken,
        FULCIO: fulcio,
        REKOR: rekor,
        HTTPS_PROXY: nobody,
        HTTP_PROXY: nobody,
        no_proxy: 'example.org',
      },
    });
    expect(stdout).toBe('bundle');
  });

  it('are left out when they are not wanted, and forgotten where an earlier run made them', async () => {
    const artifacts = await probe.distributions();
    await ports.files.write(
      join(probe.root, `dist/attestations/${artifacts[0]!.file}.publish.attestation`),
      '{}',
    );
    const to = { ...(await probe.destination()), sigstore: null };
    await publishPython('slipway-probe', artifacts, to, probe.workshop, probe.told);
    expect((await probe.state()).files).toHaveLength(2);
    expect(await provenance(artifacts[0]!)).toEqual([]);
    expect(await saved()).toEqual([]);
  });
});

it('a GitHub release keeps the attestations that it was published with', async () => {
  const text = {
    tag: 'v0.1.0',
    commit: 'c'.repeat(40),
    title: 'v0.1.0',
    notes: '## 0.1.0',
    prerelease: false,
  };
  const to = await probe.destination();
  const target = { ...to, github: to.github!, repository: 'octo/probe' };
  const publish = (assets: readonly Artifact[]) =>
    publishRelease(text, assets, target, probe.workshop, probe.told);
  const artifacts = await probe.distributions();
  await uploadPython(artifacts);
  const attestations = await savedAttestations(artifacts, probe.workshop);
  expect(attestations).toHaveLength(2);
  await publish([...artifacts, ...attestations]);
  probe.receipts.length = 0;
  await publish([
    ...artifacts,
    ...attestations.map((one) => ({ ...one, sha256: 'ab'.repeat(32) })),
  ]);
  expect(probe.receipts.map(({ file, result }) => [file, result])).toEqual(
    artifacts.map(({ file }) => [file, 'already-there']),
  );
});
