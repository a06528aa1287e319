import { beforeEach, describe, expect, test } from 'vitest';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import { sha256Of } from '../state/blobs.ts';
import type { State } from '../state/state.ts';
import { aState, noon } from '../state/state.fixture.ts';
import { aWheel } from './distribution.fixture.ts';
import { aSite, base, upload, wheelName } from './site.fixture.ts';

const site = await aSite();
const json = 'application/vnd.pypi.simple.v1+json';
let state: State;

beforeEach(async () => {
  state = aState();
  const fields = { requires_python: '>=3.8', name: 'Some.Project', summary: 's' };
  await upload(site, state, { token: state.secrets.owner.pypi, fields });
});

const get = async (path: string, accept = 'text/html') =>
  site.handler(aRequest(`GET ${path}`, { headers: { accept } }), state, noon);

const sha256 = sha256Of(aWheel());
const url = `${base}/files/${sha256.slice(0, 2)}/${sha256.slice(2)}/${wheelName}`;

describe('an index that lags', () => {
  test.each(['/simple/some-project/', '/pypi/some-project/json'])(
    'shows a file later: %s',
    async (page) => {
      const empty = aState();
      const form = { token: empty.secrets.owner.pypi, indexDelayMs: 500 };
      expect((await upload(site, empty, form)).status).toBe(200);
      const at = async (now: number) =>
        String((await site.handler(aRequest(`GET ${page}`), empty, now)).body);
      expect(await at(noon + 499)).not.toContain('.whl');
      expect(await at(noon + 500)).toContain('.whl');
    },
  );
});

describe('the simple index', () => {
  test('in HTML (PEP 503)', async () => {
    const body = String((await get('/simple/some-project/')).body);
    const metadata = sha256Of('Metadata-Version: 2.4\nName: some-project\nVersion: 1.0\n');
    expect(body).toContain(
      `<a href="${url}#sha256=${sha256}" data-requires-python="&gt;=3.8" data-dist-info-metadata="sha256=${metadata}" data-core-metadata="sha256=${metadata}">${wheelName}</a>`,
    );
  });

  test('in JSON (PEP 691)', async () => {
    const response = await get('/simple/some-project/', `${json}, text/html;q=0.2`);
    expect(response.headers).toMatchObject({
      'content-type': json,
      'cache-control': 'max-age=600, public',
    });
    expect(bodyOf(response)).toMatchObject({
      name: 'some-project',
      versions: ['1.0'],
      files: [
        {
          filename: wheelName,
          url,
          hashes: { sha256 },
          'requires-python': '>=3.8',
          size: aWheel().length,
        },
      ],
    });
  });

  test('HTML when that is liked better', async () => {
    const response = await get('/simple/some-project/', `${json};q=0.1, text/html`);
    expect(response.headers?.['content-type']).toMatch(/^text\/html/);
  });

  test('lists the projects', async () => {
    expect(bodyOf(await get('/simple/', json))).toMatchObject({
      projects: [{ name: 'Some.Project' }],
    });
  });

  test.each([
    ['/simple/Some_Project/', 301, `${base}/simple/some-project/`],
    ['/simple/some-project', 301, `${base}/simple/some-project/`],
    ['/simple/unknown/', 307, 'https://public/simple/unknown/'],
  ])('%s is elsewhere', async (path, status, location) => {
    const response = await get(path);
    expect([response.status, response.headers?.['location']]).toEqual([status, location]);
  });

  test('an unknown project is not there when nobody else may be asked', async () => {
    const alone = await aSite({ publicSimple: null });
    expect((await alone.handler(aRequest('GET /simple/unknown/'), state, noon)).status).toBe(404);
  });
});

describe('files and pages', () => {
  test('the file and its metadata (PEP 658)', async () => {
    const path = new URL(url).pathname.replace('/pypi', '');
    expect((await get(path)).body).toEqual(aWheel());
    expect(String((await get(`${path}.metadata`)).body)).toMatch(/^Metadata-Version: 2\.4/);
    expect((await get(path.replace(sha256.slice(2), 'x'))).status).toBe(404);
  });

  test('the JSON of a project and of a release', async () => {
    const wheel = { filename: wheelName, digests: { sha256 } };
    expect(bodyOf(await get('/pypi/some-project/json'))).toMatchObject({
      info: { name: 'Some.Project', version: '1.0', summary: 's' },
      releases: { '1.0': [wheel] },
      urls: [wheel],
    });
    expect(bodyOf(await get('/pypi/some-project/1.0.0/json'))).toMatchObject({ urls: [wheel] });
    expect((await get('/pypi/some-project/2.0/json')).status).toBe(404);
    expect(bodyOf(await get('/integrity/some-project/1.0/x.whl/provenance'))).toEqual({
      message: 'No provenance available for x.whl',
    });
  });
});
