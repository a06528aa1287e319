import { describe, expect, it } from 'vitest';
import { toStatement } from '../attestation/index.ts';
import type { Ports, Verification } from '../ports.ts';
import { pypi, type ProjectFile } from '../registry/index.ts';
import { verifyAttestations, verifyDownloads } from './index.ts';

const content = 'a wheel';
const sha256 = 'c4'.repeat(32);
const file: ProjectFile = {
  file: 'tide-0.3.1-py3-none-any.whl',
  url: 'https://files.example/tide.whl',
  sha256,
  yanked: false,
  requiresPython: null,
  uploadedAt: null,
};
const live = { name: 'tide', version: '0.3.1', files: [file] };
const clock = { now: () => 0, sleep: async () => undefined };
const issuer = 'https://token.actions.githubusercontent.com';

const attestationOf = (subject: Pick<ProjectFile, 'file' | 'sha256'>): object => ({
  version: 1,
  verification_material: { certificate: 'AAAA', transparency_entries: [{}] },
  envelope: {
    statement: Buffer.from(
      toStatement({ file: subject.file, sha256: subject.sha256 ?? '' }),
    ).toString('base64'),
    signature: 'BBBB',
  },
});

/** What is found where the registry keeps these attestations, and the verifier says this of each. */
async function found(attestations: readonly object[], verdict: Verification) {
  const provenance = { attestation_bundles: [{ attestations }] };
  const none = new Response('', { status: 404 });
  return foundIn(() => (attestations.length > 0 ? Response.json(provenance) : none), verdict);
}

/** What is found where the registry answers so. */
async function foundIn(answer: () => Response, verdict: Verification) {
  const fetch = async () => answer();
  const ports = { fetch, clock, verifySigned: async () => verdict } as unknown as Ports;
  const trust = { repository: 'octo/tide', commit, root: {} };
  const { check, strange } = await verifyAttestations(live, trust, pypi, { ports });
  const isForeign = check.findings.some(({ code }) => code === 'SLW451');
  expect(strange).toEqual(isForeign ? [file.file] : []);
  return check.findings.map(({ code, severity, message }) => `${severity} ${code} ${message}`);
}

const commit = 'ab'.repeat(20);
const signedBy = (repository: string, by = issuer): Verification & { issuer: string } => ({
  issuer: by,
  repository,
  commit,
  workflow: `${repository}/.github/workflows/publish.yml@refs/tags/v0.3.1`,
});
const ours = signedBy('https://github.com/Octo/tide');

describe('the attestations of a release', () => {
  it('hold when a workflow of the repository signed them, however its name is spelled', async () => {
    expect(await found([attestationOf(file)], ours)).toEqual([]);
  });

  it('SLW451: do not when another one did, or another issuer certified it', async () => {
    const eve = await found([attestationOf(file)], signedBy('https://github.com/eve/tide'));
    expect(eve).toEqual([
      `error SLW451 the attestation that PyPI has of ${file.file} does not hold: a workflow of eve/tide signed it, and not one of octo/tide`,
    ]);
    const other = signedBy('https://github.com/octo/tide', 'https://gitlab.example');
    expect((await found([attestationOf(file)], other))[0]).toContain('https://gitlab.example');
    expect((await found([attestationOf(file)], signedBy('nowhere')))[0]).toContain('SLW451');
  });

  it.each([
    ['something else of the repository did', { workflow: 'https://github.com/octo/tide/x.yml' }],
    ['it tells no workflow', { workflow: null }],
    [
      'it was a workflow of a repository beside it',
      { workflow: 'https://github.com/octo/tide-2/.github/workflows/a.yml@refs/heads/main' },
    ],
    ['it was of another commit', { commit: 'cd'.repeat(20) }],
    ['it tells no commit', { commit: null }],
  ])('SLW451: do not when %s', async (_, change) => {
    const [told, ...others] = await found([attestationOf(file)], { ...ours, ...change });
    expect(told).toContain('error SLW451');
    expect(others).toEqual([]);
  });

  it('SLW451: do not when the verifier refuses, or when they speak of other bytes', async () => {
    const refused = await found([attestationOf(file)], { problem: 'invalid signature' });
    expect(refused[0]).toContain('does not hold: invalid signature');
    const strange = await found([attestationOf({ ...file, sha256: 'ab'.repeat(32) })], ours);
    expect(strange[0]).toContain('it speaks of another file, or other bytes');
    // One that holds is enough: another may be of another kind.
    const two = [attestationOf(file), { version: 1, envelope: {} }];
    expect(await found(two, ours)).toEqual([]);
  });

  it('SLW452: are missed, and no error', async () => {
    expect(await found([], ours)).toEqual([
      `warning SLW452 PyPI has no attestation of ${file.file}`,
    ]);
  });
});

describe('a registry that does not tell what it has', () => {
  const codes = async (...answers: Response[]): Promise<string[]> => {
    const told = await foundIn(() => answers.shift()!, ours);
    return told.map((line) => line.slice(0, line.indexOf(' ', 'error '.length)));
  };
  const busy = (): Response => new Response('', { status: 503 });

  it.each([
    ['is not itself', 503],
    ['has had enough', 429],
    ['wants to know who asks', 403],
  ])('SLW405: is no registry without attestations, when it %s', async (_, status) => {
    const answers = Array.from({ length: 5 }, () => new Response('', { status }));
    expect(await codes(...answers)).toEqual(['error SLW405']);
  });

  it('SLW405: nor is one with another page in the place of its answer', async () => {
    const pages = Array.from({ length: 5 }, () => new Response('<html>'));
    expect(await codes(...pages)).toEqual(['error SLW405']);
  });

  it('SLW401: nor one that nobody reaches', async () => {
    const refuse = (): Response => {
      throw new TypeError('fetch failed');
    };
    expect((await foundIn(refuse, ours))[0]).toContain('error SLW401');
  });

  it('is asked again', async () => {
    const provenance = { attestation_bundles: [{ attestations: [attestationOf(file)] }] };
    expect(await codes(busy(), busy(), Response.json(provenance))).toEqual([]);
  });
});

describe('the downloads of a release', () => {
  const codes = async (answer: () => Response): Promise<string[]> => {
    const ports = { fetch: async () => answer(), clock } as unknown as Ports;
    const { check, strange } = await verifyDownloads(live, pypi, { ports });
    const isForeign = check.findings.some(({ code }) => code === 'SLW442');
    expect(strange).toEqual(isForeign ? [file.file] : []);
    return check.findings.map(({ code }) => code);
  };

  it('SLW442: have the bytes that the index tells', async () => {
    const { createHash } = await import('node:crypto');
    const digest = createHash('sha256').update(content).digest('hex');
    const files = [{ ...file, sha256: digest }];
    const ports = { fetch: async () => new Response(content), clock } as unknown as Ports;
    const { check } = await verifyDownloads({ ...live, files }, pypi, { ports });
    expect(check.verdict).toBe('ok');
    expect(await codes(() => new Response('other bytes'))).toEqual(['SLW442']);
  });

  it('SLW405: are told of when there are none', async () => {
    expect(await codes(() => new Response('', { status: 404 }))).toEqual(['SLW405']);
  });
});
