import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './command.ts';
import { makeDistribution } from './distributions.ts';
import {
  cratesIoToken,
  program,
  publisherOf,
  pypiToken,
  start,
  temporaryFolder,
} from './rehearsal-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(() => folder.remove());

const rehearse = (...args: string[]) => run(process.execPath, [program, ...args]);

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function upload(url: string, token: string, file: string, name: string): Promise<Response> {
  const bytes = await readFile(file);
  const form = new FormData();
  const fields = {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.4',
    name,
    version: '1.0',
  };
  const more = {
    filetype: 'bdist_wheel',
    pyversion: 'py3',
    sha256_digest: createHash('sha256').update(bytes).digest('hex'),
  };
  for (const [field, value] of Object.entries({ ...fields, ...more })) form.append(field, value);
  form.append('content', new Blob([bytes]), file.split('/').at(-1));
  const authorization = `Basic ${Buffer.from(`__token__:${token}`).toString('base64')}`;
  return fetch(url, { method: 'POST', headers: { authorization }, body: form });
}

describe('the process', () => {
  test('what was accepted survives a kill and a restart; no token is on the disk', async () => {
    const state = join(folder.path, 'kept');
    const first = await start(state);
    await first.admin('POST', 'projects', {
      registry: 'crates-io',
      name: 'kept',
      versions: ['0.1.0'],
      owner: 'local',
    });
    await first.admin('POST', 'publishers', publisherOf('crates-io', 'kept'));
    await first.admin('POST', 'publishers', publisherOf('pypi', 'kept', true));
    const tokens = [await cratesIoToken(first.ready), await pypiToken(first.ready)];
    const { wheel } = await makeDistribution(join(folder.path, 'dist'), {
      name: 'kept',
      version: '1.0',
    });
    expect((await upload(first.ready.pypi.upload, tokens[1] ?? '', wheel, 'kept')).status).toBe(
      200,
    );
    const before = await first.report();
    await first.stop('SIGKILL');

    const { cratesIo, pypi, testpypi, github, oidc } = first.ready;
    const owners = [
      cratesIo.ownerToken,
      pypi.ownerToken,
      testpypi.ownerToken,
      github.token,
      oidc.requestToken,
    ];
    const contents = await Promise.all(
      (await filesBelow(state)).map((file) => readFile(file, 'latin1')),
    );
    expect(contents.length).toBeGreaterThan(2);
    for (const token of [...tokens, ...owners]) {
      expect(contents.filter((content) => content.includes(token))).toEqual([]);
    }

    const second = await start(state);
    const after = await second.report();
    expect({ files: after.files, tokens: after.tokens, publishers: after.publishers }).toEqual({
      files: before.files,
      tokens: before.tokens,
      publishers: before.publishers,
    });
    expect(second.ready.pypi.ownerToken).not.toBe(pypi.ownerToken);
    // A token of before the kill is still one: its fingerprint was kept.
    expect((await upload(second.ready.pypi.upload, tokens[1] ?? '', wheel, 'kept')).status).toBe(
      200,
    );
    expect(await second.stop()).toBe(0);
  });

  test('killed in the middle of uploads, every one that was answered is there', async () => {
    const state = join(folder.path, 'killed');
    const first = await start(state);
    const answered: string[] = [];
    const wheels = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        makeDistribution(join(folder.path, `killed-${index}`), {
          name: `killed-${index}x`,
          version: '1.0',
        }),
      ),
    );
    const all = wheels.map(async ({ wheel }, index) => {
      const response = await upload(
        first.ready.pypi.upload,
        first.ready.pypi.ownerToken,
        wheel,
        `killed-${index}x`,
      );
      if (response.status === 200) answered.push(`killed-${index}x`);
      if (answered.length === 4) await first.stop('SIGKILL');
    });
    await Promise.allSettled(all);
    const second = await start(state);
    const there = (await second.report()).files.map(({ package: name }) => name);
    expect(answered.length).toBeGreaterThanOrEqual(4);
    expect(there).toEqual(expect.arrayContaining(answered));
    await second.stop();
  });

  test('a port in use is one clear line', async () => {
    const first = await start(join(folder.path, 'port'));
    const { port } = new URL(first.ready.admin);
    const { code, stdout, stderr } = await rehearse(
      '--state',
      join(folder.path, 'port-2'),
      '--port',
      port,
    );
    await first.stop();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `slipway-rehearsal: port ${port} is in use (EADDRINUSE): choose another with --port\n`,
    );
  });

  test('a scenario is applied at the start', async () => {
    const scenario = join(folder.path, 'scenario.json');
    const claims = { environment: null };
    const publishers = [publisherOf('pypi', 'scenario', true)];
    const projects = [{ registry: 'crates-io', name: 'scenario', versions: ['1.0.0'] }];
    const faults = [{ match: { registry: 'oidc' }, do: { status: 500 } }];
    await writeFile(scenario, JSON.stringify({ claims, publishers, projects, faults }));
    const rehearsal = await start(join(folder.path, 'scenario'), '--scenario', scenario);
    const report = await rehearsal.report();
    expect(report.publishers).toMatchObject([{ name: 'scenario', pending: true }]);
    expect(report.files).toMatchObject([{ file: 'scenario-1.0.0.crate' }]);
    expect((await fetch(`${rehearsal.ready.oidc.issuer}/.well-known/jwks`)).status).toBe(500);
    await rehearsal.stop();
  });

  test('faults in a line are in force at the start, and more of them by the administration', async () => {
    const fault = '418@GET /oidc/.well-known/jwks 2';
    const rehearsal = await start(join(folder.path, 'faults'), '--fault', fault);
    const keys = async () =>
      (await fetch(`${rehearsal.ready.oidc.issuer}/.well-known/jwks`)).status;
    expect([await keys(), await keys(), await keys()]).toEqual([200, 418, 200]);
    await rehearsal.admin('POST', 'faults', ['503@GET /.well-known/jwks']);
    expect(await keys()).toBe(503);
    await rehearsal.stop();
  });

  test('a fault that is none is refused with all kinds', async () => {
    const { code, stdout, stderr } = await rehearse('--fault', 'flood@PUT /x');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('the fault "flood@PUT /x" is not understood: there is no flood');
    expect(stderr).toContain('index-in-turn[:SECONDS]');
    expect((await rehearse('--help')).stdout).toContain('index-in-turn[:SECONDS]');
  });

  test.each([
    ['{', 'it is not JSON'],
    ['{"publisher": []}', 'unknown field "publisher"'],
    [
      '{"publishers": [{"registry": "npm"}]}',
      '"registry" must be one of crates-io, pypi, testpypi',
    ],
  ])('a broken scenario %s is one clear line', async (content, reason) => {
    const scenario = join(folder.path, 'broken.json');
    await writeFile(scenario, content);
    const { code, stdout, stderr } = await rehearse('--scenario', scenario);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('stdout has one line only, and SIGINT ends it', async () => {
    const rehearsal = await start(join(folder.path, 'quiet'));
    await fetch(rehearsal.ready.pypi.simple);
    expect(await rehearsal.stop('SIGINT')).toBe(0);
  });
});
