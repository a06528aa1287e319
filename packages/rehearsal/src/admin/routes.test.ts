import { beforeEach, describe, expect, test } from 'vitest';
import { noFaults, type Faults } from '../faults/fault.ts';
import { placesAt, toReadyLine } from '../ready.ts';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import type { Handler } from '../message/message.ts';
import type { State } from '../state/state.ts';
import { aState, noon } from '../state/state.fixture.ts';
import { adminHandler } from './routes.ts';
import type { RehearsalState } from './state-report.ts';

let state: State;
let faults: Faults;
let handler: Handler;

beforeEach(() => {
  [state, faults] = [aState(), noFaults()];
  handler = adminHandler(toReadyLine(placesAt('http://127.0.0.1:9'), state.secrets), faults);
});

const call = async (request: string, body: object | string = '') =>
  handler(aRequest(request, { body }), state, noon);
const report = async () => bodyOf<RehearsalState>(await call('GET /state'));
const publisher = {
  registry: 'pypi',
  name: 'p',
  owner: 'o',
  ownerId: '1',
  repository: 'r',
  workflow: 'w.yml',
  environment: null,
  pending: true,
};

describe('files', () => {
  const where = { registry: 'pypi', name: 'p', version: '1.0', file: 'p-1.0-py3-none-any.whl' };
  const content = Buffer.from('bytes').toString('base64');

  test('come from nowhere, get other bytes, are yanked, and are gone', async () => {
    await call('POST /projects', { registry: 'pypi', name: 'p', versions: ['1.0'] });
    await call('POST /files', { ...where, content });
    const [first] = (await report()).files;
    expect(first).toMatchObject({ file: where.file, bytes: 5, uploads: 0 });
    const other = Buffer.from('others').toString('base64');
    await call('POST /files', { ...where, content: other, yanked: true });
    const [second] = (await report()).files;
    expect(second).toMatchObject({ file: where.file, bytes: 6 });
    expect(second?.sha256).not.toBe(first?.sha256);
    expect(state.projects.values()[0]?.releases[0]?.files[0]?.yanked).toBe(true);
    await call('POST /files', { ...where, removed: true });
    expect((await report()).files).toEqual([]);
  });

  test('of crates do so as well', async () => {
    await call('POST /projects', { registry: 'crates-io', name: 'c', versions: ['1.0.0'] });
    const crate = { registry: 'crates-io', name: 'c', version: '1.0.0', file: 'c-1.0.0.crate' };
    await call('POST /files', { ...crate, content });
    expect((await report()).files).toMatchObject([{ file: crate.file, bytes: 5 }]);
    await call('POST /files', { ...crate, removed: true });
    expect((await report()).files).toEqual([]);
    const unknown = await call('POST /files', { ...crate, yanked: true });
    expect([unknown.status, bodyOf(unknown)]).toEqual([
      400,
      { message: 'file: there is no c 1.0.0' },
    ]);
  });
});

describe('the administration', () => {
  test('takes back what was said of claims, and of nothing else', async () => {
    const usual = (await report()).claims;
    await call('POST /publishers', publisher);
    await call('POST /claims', { repository: 'o/r', environment: null, ref: 'refs/heads/x' });
    expect((await report()).claims).not.toEqual(usual);
    const answer = await call('DELETE /claims');
    expect([answer.status, bodyOf(answer)]).toEqual([200, { claims: usual }]);
    expect((await report()).claims).toEqual(usual);
    expect((await report()).publishers).toHaveLength(1);
  });

  test('shows a state without secrets', async () => {
    await call('POST /publishers', publisher);
    await call('POST /projects', {
      registry: 'crates-io',
      name: 'c',
      versions: ['1.0.0'],
      owner: 'o',
    });
    await call('POST /projects', {
      registry: 'testpypi',
      name: 'T',
      versions: ['1.0'],
      owner: 'o',
    });
    expect(await report()).toMatchObject({
      now: '2026-11-23T12:00:00.000Z',
      publishers: [publisher],
      projects: [
        { registry: 'crates-io', name: 'c', owner: 'o' },
        { registry: 'testpypi', name: 'T', versions: [{ version: '1.0' }] },
      ],
      tokens: [],
      files: [
        {
          registry: 'crates-io',
          package: 'c',
          version: '1.0.0',
          file: 'c-1.0.0.crate',
          uploads: 0,
        },
      ],
      releases: [],
    });
  });

  test('a publisher or a project said twice is one', async () => {
    for (let time = 0; time < 2; time++) {
      await call('POST /publishers', { ...publisher, ownerId: 1 });
      await call('POST /projects', { registry: 'pypi', name: 'A.b', versions: ['1.0'] });
      await call('POST /projects', { registry: 'pypi', name: 'a-b', versions: ['1.0.0', '2.0'] });
    }
    const { publishers, projects } = await report();
    expect(publishers).toHaveLength(1);
    expect(projects).toMatchObject([
      { name: 'A.b', versions: [{ version: '1.0' }, { version: '2.0' }] },
    ]);
  });

  test('lists are taken as well', async () => {
    const response = await call('POST /publishers', [publisher, { ...publisher, name: 'q' }]);
    expect([response.status, (await report()).publishers.length]).toEqual([201, 2]);
  });

  test('the clock goes forward', async () => {
    await call('POST /clock', { advanceSeconds: 90 });
    await call('POST /clock', { advanceSeconds: 10 });
    expect((await report()).advancedSeconds).toBe(100);
  });

  test('claims are merged; null removes one', async () => {
    await call('POST /claims', { repository: 'o/r', environment: null });
    await call('POST /claims', { actor: 'x' });
    expect((await report()).claims).toMatchObject({
      repository: 'o/r',
      environment: null,
      actor: 'x',
    });
  });

  test('faults come and go', async () => {
    const asked = () => faults.select('pypi', { method: 'GET', path: '/' });
    await call('POST /faults', [{ match: { registry: 'pypi' }, do: { status: 503 } }]);
    expect(asked()).toEqual({ status: 503 });
    await call('DELETE /faults');
    expect(asked()).toBe(null);
  });

  test('a token that is made is in no state, and what is said of an account stays', async () => {
    const { token } = bodyOf<{ token: string }>(
      await call('POST /tokens', { registry: 'crates-io', scopes: ['yank'], expiresInSeconds: 60 }),
    );
    expect(state.toJson()).not.toContain(token);
    expect(state.apiTokens.values()).toEqual([
      { registry: 'crates-io', scopes: ['yank'], packages: null, expiresAt: noon + 60_000 },
    ]);
    await call('POST /accounts', { registry: 'pypi', twoFactor: false });
    await call('POST /accounts', { registry: 'pypi', bursts: { 'new-project': 9 } });
    expect(state.accounts.get('pypi')).toMatchObject({
      verifiedEmail: true,
      twoFactor: false,
      bursts: { 'new-project': 9 },
    });
  });

  test('a reset leaves nothing', async () => {
    await call('POST /publishers', publisher);
    await call('POST /faults', [{ match: {}, do: { status: 503 } }]);
    await call('POST /reset');
    expect((await report()).publishers).toEqual([]);
    expect(faults.select('pypi', { method: 'GET', path: '/' })).toBe(null);
  });

  test('the ready line is there again', async () => {
    expect(bodyOf(await call('GET /ready'))).toMatchObject({
      cratesIo: {
        index: 'sparse+http://127.0.0.1:9/crates-io/index/',
        ownerToken: state.secrets.owner['crates-io'],
      },
      env: { GITHUB_API_URL: 'http://127.0.0.1:9/github' },
    });
  });
});

describe('what cannot be meant', () => {
  test.each<[string, object | string, string]>([
    [
      '/publishers',
      { ...publisher, enviroment: 'x' },
      'publisher has an unknown field "enviroment"; it may have registry, name, owner, ownerId, repository, workflow, environment, pending',
    ],
    [
      '/publishers',
      { ...publisher, ownerId: 'x' },
      'publisher: "ownerId" must be a number, or a text of digits, not "x"',
    ],
    [
      '/publishers',
      { registry: 'npm' },
      'publisher: "registry" must be one of crates-io, pypi, testpypi, not "npm"',
    ],
    [
      '/publishers',
      { registry: 'pypi' },
      'publisher lacks the field "name": a text that is not empty',
    ],
    [
      '/projects',
      { registry: 'crates-io', name: 'c', versions: '1' },
      'project: "versions" must be a list of texts, not "1"',
    ],
    [
      '/projects',
      { registry: 'crates-io', name: 'c', versions: ['1'] },
      '"1" is an invalid semver version',
    ],
    ['/clock', { advanceSeconds: '5' }, 'clock: "advanceSeconds" must be a number, not "5"'],
    ['/claims', [], 'claims must be an object'],
    [
      '/tokens',
      { registry: 'npm' },
      'token: "registry" must be one of crates-io, pypi, testpypi, github, not "npm"',
    ],
    [
      '/accounts',
      { registry: 'crates-io', locked: { reason: 'spam', until: 'soon' } },
      'account, locked: "until" must be an instant such as 2026-01-31T12:00:00Z, or null, not "soon"',
    ],
    [
      '/accounts',
      { registry: 'crates-io', bursts: { publish: 3 } },
      'account, bursts has an unknown field "publish"; it may have publish-new, publish-update, yank, new-project',
    ],
    [
      '/sites',
      { registry: 'pypi', mode: 'closed' },
      'site: "mode" must be one of open, read-only, no-uploads, no-new-projects, no-trusted-publishing, no-burn-token, not "closed"',
    ],
    [
      '/projects',
      { registry: 'pypi', name: 'p', status: 'gone' },
      'project: "status" must be one of active, archived, quarantined, inactive-organization, not "gone"',
    ],
    [
      '/faults',
      [{ match: { nth: 0 }, do: { status: 500 } }],
      'fault 1, match: "nth" must be a whole number from 1, not 0',
    ],
    [
      '/faults',
      [{ match: {}, do: { status: 99 } }],
      'fault 1, do: "status" must be between 200 and 599, not 99',
    ],
    [
      '/faults',
      [{ match: {}, do: { restart: 'x' } }],
      'fault 1, do has an unknown field "restart"; it may have status, body, headers, reset, delayMs, indexDelayMs, indexInTurnMs, expireTokens, retryAfterSeconds, retryAfterDate, lose, acceptThenFail, halfBody, html',
    ],
    ['/faults', [{ match: {}, do: {} }], 'fault 1, do: says nothing to do'],
  ])('%s %o', async (path, body, message) => {
    const response = await call(`POST ${path}`, body);
    expect([response.status, bodyOf(response)]).toEqual([400, { message }]);
    expect((await report()).publishers).toEqual([]);
  });

  test('what is no JSON', async () => {
    const response = await call('POST /publishers', '{');
    expect(response.status).toBe(400);
    expect(bodyOf<{ message: string }>(response).message).toMatch(/^the body is not JSON/);
  });
});
