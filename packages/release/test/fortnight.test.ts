import { openDirect, type DirectRehearsal } from '@slipway/rehearsal';
import { beforeEach, expect, it } from 'vitest';
import type { Ports } from '../src/ports.ts';
import { passGate } from '../src/publish/index.ts';
import { uploadFile, type Destination, type PypiEndpoint } from '../src/registry/index.ts';
import { Secret } from '../src/identity/index.ts';
import type { Artifact } from '../src/plan/index.ts';

const day = 24 * 3600;
const [wheel, sdist] = ['tide-0.3.1-py3-none-any.whl', 'tide-0.3.1.tar.gz'];
const content = Buffer.from('a wheel').toString('base64');

let registries: DirectRehearsal;
let pypi: PypiEndpoint;
let ports: Ports;

/** A version of which the registry has the wheel, and not the sdist. */
beforeEach(async () => {
  registries = await openDirect(() => Date.UTC(2026, 10, 25));
  const { upload, simple, oidc } = registries.ready.pypi;
  const beside = (folder: string): string => new URL(`../${folder}/`, simple).href;
  pypi = {
    ...{ title: 'PyPI', upload, simple, oidc },
    ...{ json: beside('pypi'), integrity: beside('integrity') },
  };
  ports = {
    fetch: registries.fetch,
    files: { freeBytes: async () => 2 ** 40 },
    // Years behind: it is the registry's clock that counts.
    clock: { now: () => 0, sleep: async () => undefined },
  } as unknown as Ports;
  await arrange('projects', { registry: 'pypi', name: 'tide', versions: ['0.3.0', '0.3.1'] });
  const where = { registry: 'pypi', name: 'tide', version: '0.3.1', file: wheel };
  await arrange('files', { ...where, content });
});

async function arrange(what: string, body: object): Promise<void> {
  const init = { method: 'POST', body: JSON.stringify(body) };
  const answer = await registries.fetch(`${registries.ready.admin}/${what}`, init);
  expect(answer.ok).toBe(true);
}

function artifact(file: string): Artifact {
  const sha256 =
    registries.state().files.find((one) => one.file === file)?.sha256 ?? 'c'.repeat(64);
  return {
    kind: file.endsWith('.whl') ? 'wheel' : 'sdist',
    ...{ package: 'tide', version: '0.3.1', file, path: `dist/${file}`, sha256, bytes: 7 },
  };
}

async function gate(...files: readonly string[]) {
  const nothing = { cratesIo: null, github: null, sigstore: null, identity: null };
  const destination: Destination = { name: 'testpypi', repository: null, pypi, ...nothing };
  const python = [{ name: 'tide', artifacts: files.map(artifact) }];
  const input = {
    crates: [],
    python,
    inferred: [],
    preceding: new Map(),
    tag: 'v0.3.1',
    commit: 'c'.repeat(40),
    dryRun: false,
  };
  const { actions, checks } = await passGate(input, destination, { root: '', ports });
  const codes = checks.flatMap(({ findings }) => findings).map(({ code }) => code);
  return { codes, decisions: actions.map(({ decision }) => decision) };
}

it('SLW441: nothing is sent where PyPI takes no more files for a version', async () => {
  await arrange('clock', { advanceSeconds: 14 * day - 60 });
  const publish = ['already-there', 'publish'];
  expect(await gate(wheel, sdist)).toEqual({ codes: [], decisions: publish });
  await arrange('clock', { advanceSeconds: 120 });
  const blocked = ['already-there', 'blocked'];
  expect(await gate(wheel, sdist)).toEqual({ codes: ['SLW441'], decisions: blocked });
  // What is there already may be said again.
  expect(await gate(wheel)).toEqual({ codes: [], decisions: ['already-there'] });
});

it('SLW639: PyPI itself would have refused it, with the others out already', async () => {
  await arrange('clock', { advanceSeconds: 14 * day + 60 });
  const bytes = Buffer.from('an sdist');
  const fields = [
    [':action', 'file_upload'],
    ['protocol_version', '1'],
    ['metadata_version', '2.1'],
    ['name', 'tide'],
    ['version', '0.3.1'],
    ['filetype', 'sdist'],
  ] as const;
  const { createHash } = await import('node:crypto');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const content = {
    bytes: bytes.length,
    async *read() {
      yield bytes;
    },
  };
  const upload = { fields, content, attestation: null };
  const token = new Secret(registries.ready.pypi.ownerToken);
  const sent = uploadFile({ ...artifact(sdist), sha256 }, upload, token, pypi, ports);
  await expect(sent).rejects.toThrow(/SLW639 .*older than 14 days/);
});
