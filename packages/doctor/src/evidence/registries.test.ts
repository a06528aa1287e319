import { describe, expect, it } from 'vitest';
import { Secret } from '@slipway/release/identity';
import { answers, refused } from './answers.fixture.ts';
import { readCrate, readProject } from './index.ts';

const cratesIo = { name: 'crates.io', api: 'http://127.0.0.1', token: new Secret('cio_secret') };
const publisher = {
  id: 42,
  repository_owner: 'octo',
  repository_owner_id: 12,
  repository_name: 'tide',
  workflow_filename: 'publish.yml',
  environment: null,
};

describe('what crates.io says of a crate', () => {
  const known = {
    '/api/v1/crates/tide': {
      crate: { trustpub_only: true },
      versions: [
        { num: '0.3.1', trustpub_data: null },
        { num: '0.3.0', trustpub_data: { provider: 'github', repository: 'octo/tide' } },
      ],
    },
    '/api/v1/trusted_publishing/github_configs?crate=tide': { github_configs: [publisher] },
  };

  it('is whether it is there, and with a token its publishers', async () => {
    const seen: { url: string; authorization: string | null }[] = [];
    expect(await readCrate(cratesIo, 'tide', answers(known, seen))).toEqual({
      name: 'tide',
      exists: { known: true, value: true },
      trustedOnly: true,
      lastRepository: 'octo/tide',
      publishers: {
        known: true,
        value: [
          {
            owner: 'octo',
            ownerId: '12',
            repository: 'tide',
            workflow: 'publish.yml',
            environment: null,
            id: '42',
          },
        ],
      },
    });
    // What is public is asked without the token.
    expect(seen.map(({ authorization }) => authorization)).toEqual([null, 'Bearer cio_secret']);
  });

  it('is no publisher without a token, or with one that may not', async () => {
    const { publishers } = await readCrate({ ...cratesIo, token: null }, 'tide', answers(known));
    expect(publishers).toMatchObject({
      known: false,
      because: expect.stringContaining('CRATES_IO_TOKEN'),
    });
    const denied = refused(
      403,
      '{"errors":[{"detail":"this token does not have the required permissions"}]}',
    );
    const some = { ...known, '/api/v1/trusted_publishing/github_configs?crate=tide': denied };
    expect((await readCrate(cratesIo, 'tide', answers(some))).publishers).toEqual({
      known: false,
      because:
        'crates.io answered 403: this token does not have the required permissions; the token lacks the scope trusted-publishing',
    });
  });

  it.each<[string, unknown, string]>([
    [
      'a token that was revoked',
      refused(403, '{"errors":[{"detail":"authentication failed"}]}'),
      'crates.io answered 403: authentication failed; the token is not valid, or not any more',
    ],
    [
      'no owner',
      refused(400, '{"errors":[{"detail":"You are not an owner of this crate"}]}'),
      'crates.io answered 400: You are not an owner of this crate',
    ],
    ['something else', { configs: [] }, 'crates.io answered with something else than publishers'],
    ['null', refused(200, 'null'), 'crates.io answered with something else than JSON'],
  ])('is not known, and why, for %s', async (_, answer, because) => {
    const path = '/api/v1/trusted_publishing/github_configs?crate=tide';
    const { publishers } = await readCrate(cratesIo, 'tide', answers({ ...known, [path]: answer }));
    expect(publishers).toEqual({ known: false, because });
  });

  it('is not that there is none, where the answer is null', async () => {
    const some = { '/api/v1/crates/tide': refused(200, 'null') };
    expect((await readCrate(cratesIo, 'tide', answers(some))).exists).toMatchObject({
      known: false,
    });
  });

  it('is that there is none', async () => {
    expect(await readCrate(cratesIo, 'none', answers({}))).toMatchObject({
      exists: { known: true, value: false },
      publishers: { known: false, because: 'crates.io has no crate none' },
    });
  });
});

describe('what PyPI says of a project', () => {
  const pypi = { name: 'PyPI', api: 'http://127.0.0.1', token: null };
  const day = 86_400_000;
  const clock = { now: () => Date.parse('2026-11-20T00:00:00Z') + 20 * day, sleep: async () => {} };
  const project = {
    info: { version: '0.3.0' },
    urls: [{ filename: 'tide-0.3.0.tar.gz' }],
    releases: { '0.3.1': [{ upload_time_iso_8601: '2026-11-20T00:00:00Z' }] },
  };
  const ask = (known: Record<string, unknown>) =>
    readProject(pypi, 'tide', '0.3.1', { ...answers(known), clock });

  it('is who published last, by the provenance, and how old the version is', async () => {
    const bundle = {
      publisher: {
        kind: 'GitHub',
        repository: 'octo/tide',
        workflow: 'publish.yml',
        environment: 'release',
      },
    };
    const known = {
      '/pypi/tide/json': project,
      '/integrity/tide/0.3.0/tide-0.3.0.tar.gz/provenance': { attestation_bundles: [bundle] },
    };
    expect(await ask(known)).toEqual({
      name: 'tide',
      exists: { known: true, value: true },
      publishers: {
        known: true,
        value: [
          {
            owner: 'octo',
            ownerId: null,
            repository: 'tide',
            workflow: 'publish.yml',
            environment: 'release',
          },
        ],
      },
      isOfLastRelease: true,
      age: { version: '0.3.1', days: 20 },
    });
  });

  it('is nothing of publishers without provenance, and without a project', async () => {
    expect((await ask({ '/pypi/tide/json': project })).publishers).toMatchObject({ known: false });
    expect(await ask({})).toMatchObject({ exists: { known: true, value: false }, age: null });
  });
});
