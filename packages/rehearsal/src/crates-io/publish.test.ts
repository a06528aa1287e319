import { gzipSync } from 'node:zlib';
import { tar } from '../archive/archive.fixture.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { HttpResponse } from '../message/message.ts';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import type { State } from '../state/state.ts';
import { aState, noon } from '../state/state.fixture.ts';
import { aRegistry, anUpload, detailOf, frame, type Packed, sendUpload } from './crate.fixture.ts';
import { noPublicCrates } from './public-crates.ts';

const registry = await aRegistry({ ...noPublicCrates, has: async (name) => name === 'serde' });
let state: State;

beforeEach(() => {
  state = aState();
});

const put = (body: Buffer, change: Parameters<typeof sendUpload>[3] = {}) =>
  sendUpload(registry, state, body, change);

const outcome = (response: HttpResponse) => [response.status, detailOf(response)];

const dep = (name: string, change: object = {}) => ({ name, version_req: '^1', ...change });
const usual = 'description = "d"\nlicense = "MIT"\n';

describe('publishing a crate', () => {
  test('answers with the crate and three empty lists', async () => {
    const response = await put(anUpload());
    expect(response.status).toBe(200);
    expect(bodyOf(response)).toMatchObject({
      crate: { name: 'some-crate', max_version: '1.0.0' },
      warnings: { invalid_categories: [], invalid_badges: [], other: [] },
    });
  });

  test('shows it in the index, with what the metadata says', async () => {
    const deps = [
      dep('serde', { explicit_name_in_toml: 'json', kind: 'dev', features: ['derive'] }),
    ];
    const features = { default: ['std'], std: ['dep:json'] };
    expect(
      (
        await put(
          anUpload({ deps, features, manifest: `${usual}links = "z"\nrust-version = "1.80"` }),
        )
      ).status,
    ).toBe(200);
    const response = await registry.handler(aRequest('GET /index/so/me/some-crate'), state, noon);
    expect(bodyOf(response)).toEqual({
      name: 'some-crate',
      vers: '1.0.0',
      deps: [
        {
          name: 'json',
          package: 'serde',
          req: '^1',
          features: ['derive'],
          optional: false,
          default_features: true,
          target: null,
          kind: 'dev',
        },
      ],
      cksum: state.crates.get('some_crate')?.versions[0]?.sha256,
      features: { default: ['std'] },
      features2: { std: ['dep:json'] },
      yanked: false,
      links: 'z',
      rust_version: '1.80',
      pubtime: '2026-11-23T12:00:00Z',
      v: 2,
    });
  });

  test('a delayed index shows it later, the API at once', async () => {
    await put(anUpload(), { indexDelayMs: 1500 });
    const index = (now: number) =>
      registry.handler(aRequest('GET /index/so/me/some-crate'), state, now);
    expect((await index(noon + 1499)).status).toBe(404);
    expect((await index(noon + 1500)).status).toBe(200);
    expect(
      (await registry.handler(aRequest('GET /api/v1/crates/some-crate/1.0.0'), state, noon)).status,
    ).toBe(200);
  });

  test.each<[string, number, Buffer, string]>([
    ['a short frame', 400, Buffer.from([9, 0, 0, 0, 1]), 'invalid metadata length'],
    ['too much metadata', 413, Buffer.from([1, 0, 16, 0]), 'JSON metadata blob too large'],
    [
      'no version',
      400,
      frame(Buffer.from('{"name":"x"}'), Buffer.alloc(0)),
      'invalid upload request: missing field `vers`',
    ],
    ['an empty name', 400, anUpload({ name: '' }), 'crate name cannot be empty'],
    [
      'a long name',
      400,
      anUpload({ name: 'x'.repeat(65) }),
      `the crate name \`${'x'.repeat(65)}\` is too long (max 64 characters)`,
    ],
    [
      'a digit first',
      400,
      anUpload({ name: '1x' }),
      'the name `1x` cannot be used as a crate name, the name cannot start with a digit',
    ],
    [
      'a dash first',
      400,
      anUpload({ name: '-x' }),
      'invalid character `-` in crate name: `-x`, the first character must be an ASCII character',
    ],
    [
      'a dot',
      400,
      anUpload({ name: 'a.b' }),
      'invalid character `.` in crate name: `a.b`, characters must be an ASCII alphanumeric characters, `-`, or `_`',
    ],
    [
      'a version of two numbers',
      400,
      anUpload({ vers: '1.0' }),
      '"1.0" is an invalid semver version',
    ],
    [
      'a version with v',
      400,
      anUpload({ vers: 'v1.0.0' }),
      '"v1.0.0" is an invalid semver version',
    ],
  ])('refuses %s before it looks at the token', async (_what, status, body, detail) => {
    expect(outcome(await put(body, { token: null }))).toEqual([status, detail]);
  });

  test.each<[string, Packed, string]>([
    [
      'a link',
      { files: [['some-crate-1.0.0/Cargo.toml', '', '2']] },
      'unexpected tar entry type SymbolicLink found',
    ],
    [
      'a file outside',
      { files: [['other/Cargo.toml', '']] },
      'invalid path found: other/Cargo.toml',
    ],
    [
      'no manifest',
      { files: [['some-crate-1.0.0/lib.rs', '']] },
      'uploaded tarball is missing a `Cargo.toml` manifest file',
    ],
    [
      'no package',
      { files: [['some-crate-1.0.0/Cargo.toml', '[lib]']] },
      'failed to parse `Cargo.toml` manifest file\n\nmissing field `package`',
    ],
    [
      'a patch',
      { manifest: `${usual}[patch.crates-io]\n` },
      'failed to parse `Cargo.toml` manifest file\n\ncrates cannot be published with `[patch]` tables',
    ],
    [
      'inherited fields',
      { manifest: 'description.workspace = true' },
      "failed to parse `Cargo.toml` manifest file\n\nvalue from workspace hasn't been set",
    ],
    [
      'the folder of another crate',
      { metadata: { name: 'some_crate' } },
      'invalid path found: some-crate-1.0.0/Cargo.toml',
    ],
    [
      'another name in the manifest',
      { files: [['some-crate-1.0.0/Cargo.toml', '[package]\nname = "x"\nversion = "1.0.0"']] },
      'metadata name `some-crate` does not match manifest name `x`',
    ],
    [
      'another version in the manifest',
      {
        files: [
          ['some-crate-1.0.0/Cargo.toml', '[package]\nname = "some-crate"\nversion = "2.0.0"'],
        ],
      },
      'metadata version `1.0.0` does not match manifest version `2.0.0`',
    ],
    [
      'no description and licence',
      { manifest: '' },
      'missing or empty metadata fields: description, license. Please see https://doc.rust-lang.org/cargo/reference/manifest.html for more information on configuring these fields',
    ],
    [
      'a long description',
      { manifest: `license = "MIT"\ndescription = "${'d'.repeat(1001)}"` },
      'The `description` is too long. A maximum of 1000 characters are currently allowed.',
    ],
    [
      'a relative URL',
      { manifest: `${usual}homepage = "x.org"` },
      'URL for field `homepage` must begin with http:// or https:// (url: x.org)',
    ],
    [
      'six keywords',
      { manifest: `${usual}keywords = ["a","b","c","d","e","f"]` },
      'expected at most 5 keywords per crate',
    ],
    [
      'a long keyword',
      { manifest: `${usual}keywords = ["${'k'.repeat(21)}"]` },
      `"${'k'.repeat(21)}" is an invalid keyword (keywords must have less than 20 characters)`,
    ],
    [
      'a keyword of two words',
      { manifest: `${usual}keywords = ["a b"]` },
      '"a b" is an invalid keyword',
    ],
    [
      'six categories',
      { manifest: `${usual}categories = ["a","b","c","d","e","f"]` },
      'expected at most 5 categories per crate',
    ],
    [
      'another registry',
      { deps: [dep('x', { registry: 'https://other' })] },
      'Dependency `x` is hosted on another registry. Cross-registry dependencies are not permitted on crates.io.',
    ],
    [
      'an unknown dependency',
      { deps: [dep('serde'), dep('unheard-of', { kind: 'dev' })] },
      'no known crate named `unheard-of`',
    ],
    [
      'an unknown category',
      { manifest: `${usual}categories = ["wasm", "no"]` },
      'The following category slugs are not currently supported on crates.io: no\n\nSee https://crates.io/category_slugs for a list of supported slugs.',
    ],
    ['a reserved name', { name: 'proc-macro' }, 'cannot upload a crate with a reserved name'],
  ])('refuses %s', async (_what, packed, detail) => {
    expect(outcome(await put(anUpload(packed)))).toEqual([400, detail]);
    expect(state.crates.size).toBe(0);
  });

  test.each([
    [
      'a licence that is no expression',
      { manifest: 'description = "d"\nlicense = "Apache 2.0"' },
      /^unknown or invalid license expression/,
    ],
    [
      'a wildcard',
      { deps: [dep('serde', { version_req: '*' })] },
      /^wildcard \(`\*`\) dependency constraints are not allowed/,
    ],
    [
      'too many features',
      { features: Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`f${i}`, []])) },
      /^crates.io only allows a maximum number of 300 features, but your crate is declaring 301/,
    ],
  ])('refuses %s', async (_what, packed, detail) => {
    expect(detailOf(await put(anUpload(packed)))).toMatch(detail);
  });

  test.each([
    'MIT OR Apache-2.0',
    'MIT/Apache-2.0',
    '(MIT OR Apache-2.0) AND Unicode-3.0',
    'Apache-2.0 WITH LLVM-exception',
    'GPL-2.0+',
  ])('takes the licence %s', async (license) => {
    expect(
      (await put(anUpload({ manifest: `description = "d"\nlicense = "${license}"` }))).status,
    ).toBe(200);
  });

  test('takes a licence file for a licence', async () => {
    expect(
      (await put(anUpload({ manifest: 'description = "d"\nlicense-file = "L"' }))).status,
    ).toBe(200);
  });

  test('a damaged tarball', async () => {
    const json = Buffer.from(
      JSON.stringify({ name: 'some-crate', vers: '1.0.0', deps: [], features: {} }),
    );
    const damaged = 'uploaded tarball is malformed or too large when decompressed';
    expect(outcome(await put(frame(json, Buffer.from('nothing'))))).toEqual([400, damaged]);
    const cut = gzipSync(
      tar([['some-crate-1.0.0/Cargo.toml', 'x'.repeat(5000)]]).subarray(0, 2000),
    );
    expect(outcome(await put(frame(json, cut)))).toEqual([400, damaged]);
  });

  test('a tarball larger than 10 MiB', async () => {
    const json = Buffer.from(
      JSON.stringify({ name: 'some-crate', vers: '1.0.0', deps: [], features: {} }),
    );
    const response = await put(frame(json, Buffer.alloc(10 * 1024 * 1024 + 1)));
    expect(outcome(response)).toEqual([413, 'max upload size is: 10485760']);
  });

  test('a version exists once, whatever its build metadata', async () => {
    await put(anUpload());
    expect(outcome(await put(anUpload({ vers: '1.0.0+b1' })))).toEqual([
      400,
      'crate version `1.0.0` is already uploaded',
    ]);
    expect((await put(anUpload({ vers: '1.0.1' }))).status).toBe(200);
  });

  test('bytes that come again are counted, other bytes are not', async () => {
    await put(anUpload());
    await put(anUpload());
    await put(anUpload({ manifest: `${usual}readme = false` }));
    expect(state.crates.get('some_crate')?.versions).toMatchObject([{ uploads: 2, accepted: 1 }]);
  });

  test('two at the same time: one is taken', async () => {
    const responses = await Promise.all([put(anUpload()), put(anUpload())]);
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  test('names that differ by dash, underscore or case are one', async () => {
    await put(anUpload());
    const similar = anUpload({ name: 'Some_Crate', vers: '2.0.0' });
    expect(outcome(await put(similar))).toEqual([400, 'crate was previously named `some-crate`']);
  });
});
