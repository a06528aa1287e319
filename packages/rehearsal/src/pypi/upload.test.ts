import { blake2b } from 'hash-wasm';
import { beforeEach, describe, expect, test } from 'vitest';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import type { State } from '../state/state.ts';
import { aState, noon, withPublisher } from '../state/state.fixture.ts';
import { zip, type ZipChange } from '../archive/archive.fixture.ts';
import { anSdist, aWheel } from './distribution.fixture.ts';
import { aSite, mint, refusalOf, upload, wheelName, type Sent } from './site.fixture.ts';

const site = await aSite();
const sdistName = 'some_project-1.0.tar.gz';
let state: State;
let token: string;

beforeEach(() => {
  state = aState();
  token = state.secrets.owner.pypi;
});

const send = (sent: Partial<Sent> = {}) => upload(site, state, { token, ...sent });
const files = () =>
  state.projects.values().flatMap(({ releases }) => releases.flatMap((release) => release.files));
const reuse = 'See https://pypi.org/help/#file-name-reuse for more information.';

describe('an upload', () => {
  test('keeps the file and answers with nothing', async () => {
    const response = await send();
    expect([response.status, response.body]).toEqual([200, '']);
    expect(files()).toMatchObject([
      { file: wheelName, blake2: await blake2b(aWheel(), 256), uploads: 1, accepted: 1 },
    ]);
  });

  test('takes an sdist too', async () => {
    expect((await send({ file: sdistName, bytes: anSdist() })).status).toBe(200);
  });

  test.each<[string, Partial<Sent>, string]>([
    ['another protocol', { fields: { protocol_version: '2' } }, 'Unknown protocol version.'],
    [
      'a name with a dash first',
      { fields: { name: '-x' } },
      "'-x' is an invalid value for Name. Error: Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'. See https://packaging.python.org/specifications/core-metadata for more information.",
    ],
    [
      'no digest',
      { fields: { sha256_digest: undefined } },
      'Error: Include at least one message digest.',
    ],
    [
      'no Python version',
      { fields: { pyversion: undefined } },
      'Error: Python version is required for binary distribution uploads.',
    ],
    [
      'metadata of the future',
      { fields: { metadata_version: '3.0' } },
      "'3.0' is not a valid metadata version",
    ],
    [
      'a local version',
      { fields: { version: '1.0+x' } },
      "The use of local versions in '1.0+x' is not allowed. See https://packaging.python.org/en/latest/specifications/version-specifiers/#local-version-identifiers for more information.",
    ],
    [
      'an unknown classifier',
      { fields: { classifiers: 'Private :: Do Not Upload' } },
      "'Private :: Do Not Upload' is not a valid classifier.",
    ],
    [
      'a dependency by URL',
      { fields: { requires_dist: 'x @ https://x' } },
      "Can't have direct dependency: x @ https://x",
    ],
    [
      'two licences',
      { fields: { license: 'MIT', license_expression: 'MIT' } },
      'License is deprecated when License-Expression is present. Only License-Expression should be present.',
    ],
    [
      'a licence file in old metadata',
      { fields: { metadata_version: '2.3', license_file: 'LICENSE' } },
      'license-file introduced in metadata version 2.4, not 2.3',
    ],
    [
      'a path for a name',
      { file: 'a/b.whl' },
      "Cannot upload a file with '/' or '\\' in the name.",
    ],
    [
      'an unknown extension',
      { file: 'some_project-1.0.exe', fields: { filetype: 'sdist' } },
      'Invalid file extension: Use .tar.gz, .whl or .zip extension. See https://www.python.org/dev/peps/pep-0527 and https://peps.python.org/pep-0715/ for more information',
    ],
    [
      'a wrong digest',
      { fields: { md5_digest: '0'.repeat(32) } },
      'The digest supplied does not match a digest calculated from the uploaded file.',
    ],
    [
      'a wrong BLAKE2',
      { fields: { blake2_256_digest: '0'.repeat(64) } },
      'The digest supplied does not match a digest calculated from the uploaded file.',
    ],
    ['no zip', { bytes: Buffer.from('x') }, 'Invalid distribution file. File is not a zipfile'],
    [
      'a wheel name of four parts',
      { file: 'some_project-1.0-py3-any.whl' },
      'Invalid distribution file. Unable to parse name and version from wheel filename',
    ],
    [
      'a plain Linux platform',
      { file: 'some_project-1.0-py3-none-linux_x86_64.whl' },
      "Binary wheel 'some_project-1.0-py3-none-linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'.",
    ],
    [
      'another name',
      { fields: { name: 'other' } },
      `Filename '${wheelName}' should contain the normalized project name 'other', not 'some_project'.`,
    ],
    [
      'another version',
      { fields: { version: '1.1' } },
      "Version in filename should be '1.1' not '1.0'.",
    ],
    [
      'no WHEEL',
      { bytes: aWheel([], ['WHEEL']) },
      'Invalid distribution file. WHEEL not found at some_project-1.0.dist-info/WHEEL',
    ],
    [
      'no RECORD',
      { bytes: aWheel([], ['RECORD']) },
      `Wheel '${wheelName}' does not contain the required RECORD file: some_project-1.0.dist-info/RECORD`,
    ],
    [
      'no METADATA',
      { bytes: aWheel([], ['METADATA']) },
      `Wheel '${wheelName}' does not contain the required METADATA file: some_project-1.0.dist-info/METADATA`,
    ],
    [
      'no licence file',
      { fields: { license_file: 'LICENSE' } },
      `License-File LICENSE does not exist in distribution file ${wheelName} at some_project-1.0.dist-info/licenses/LICENSE`,
    ],
    [
      'no tar',
      { file: sdistName, bytes: Buffer.from('x') },
      'Invalid distribution file. File is not a tarfile',
    ],
    [
      'two top folders',
      {
        file: sdistName,
        bytes: anSdist([
          ['a/PKG-INFO', 'x'],
          ['b/x', 'x'],
        ]),
      },
      'Invalid distribution file. Incorrect number of top-level directories in sdist',
    ],
    [
      'no PKG-INFO',
      { file: sdistName, bytes: anSdist([['some_project-1.0/x', 'x']]) },
      'Invalid distribution file. PKG-INFO not found at some_project-1.0/PKG-INFO',
    ],
    [
      'an sdist of the old name',
      { file: 'some-project-1.0.tar.gz', bytes: anSdist() },
      "Filename 'some-project-1.0.tar.gz' is invalid, should be 'some_project-1.0.tar.gz'.",
    ],
    [
      'an sdist of another project',
      { file: 'other-1.0.tar.gz', bytes: anSdist() },
      "Start filename for 'some-project' with 'some_project'.",
    ],
  ])('with %s is refused and leaves nothing', async (_what, sent, text) => {
    const response = await send(sent);
    expect([response.status, refusalOf(response)]).toEqual([400, text]);
    expect(state.projects.size).toBe(0);
  });

  test.each<[string, ZipChange]>([
    ['ZIP contains a data descriptor', { flags: 8 }],
    ['Comment in central directory', { comment: 'x' }],
    ['Trailing data', { trailing: 'x' }],
    ['Mis-matched file size', { sizeInCentral: 1 }],
    ['Filename not in central directory', { withoutCentral: 'a' }],
    ['Duplicate filename in local headers', { twice: 'a' }],
  ])('of a zip archive is refused: %s', async (reason, change) => {
    const bytes = zip(
      [
        ['a', 'xx'],
        ['b', 'xx'],
      ],
      change,
    );
    const text = `Invalid distribution file. ZIP archive not accepted: ${reason}. See https://docs.pypi.org/archives for more information`;
    expect(refusalOf(await send({ bytes }))).toBe(text);
  });

  test.each([
    'manylinux_2_17_x86_64.manylinux2014_x86_64',
    'musllinux_1_2_aarch64',
    'macosx_11_0_arm64',
    'win_amd64',
    'manylinux_2_28_riscv64',
  ])('for %s is taken', async (platform) => {
    expect((await send({ file: `some_project-1.0-cp311-abi3-${platform}.whl` })).status).toBe(200);
  });

  test('that is refused says so in HTML to who asks for that', async () => {
    const response = await send({ bytes: Buffer.from('x'), accept: '*/*' });
    expect(response.reason).toBe('Invalid distribution file. File is not a zipfile');
    expect(response.body).toContain(
      '<h1>400 Invalid distribution file. File is not a zipfile</h1>',
    );
  });

  test('without the final slash is sent to the right address', async () => {
    const response = await site.handler(aRequest('POST /legacy'), state, noon);
    expect([response.status, response.headers?.['location']]).toEqual([
      308,
      'http://127.0.0.1:9/pypi/legacy/',
    ]);
    expect(response.reason).toMatch(/^An upload was attempted to \/legacy but/);
  });
});

describe('a file that is there', () => {
  beforeEach(async () => {
    expect((await send()).status).toBe(200);
  });

  test('with the same bytes changes nothing but is counted', async () => {
    expect((await send()).status).toBe(200);
    expect(files()).toMatchObject([{ uploads: 2, accepted: 2 }]);
  });

  test('with other bytes is refused, as are the same bytes under another name', async () => {
    const text = `File already exists ('${wheelName}', with blake2_256 hash '${await blake2b(aWheel(), 256)}'). ${reuse}`;
    expect(refusalOf(await send({ bytes: aWheel([['x', 'x']]) }))).toBe(text);
    expect(refusalOf(await send({ file: 'some_project-1.0-py2-none-any.whl' }))).toBe(text);
    expect(files()).toMatchObject([{ uploads: 1 }]);
  });

  test('is taken again after 14 days, other files are not', async () => {
    const now = noon + 15 * 24 * 3600_000;
    expect((await send({ now })).status).toBe(200);
    expect(refusalOf(await send({ now, file: sdistName, bytes: anSdist() }))).toBe(
      'Uploading new files to releases older than 14 days is not allowed.',
    );
  });

  test('by a name that was deleted is refused', async () => {
    const [project] = state.projects.values();
    if (!project) throw new Error('no project');
    state.projects.set('pypi/some-project', { ...project, releases: [], deleted: [wheelName] });
    expect(refusalOf(await send())).toBe(
      `This filename was previously used by a file that has since been deleted. Use a different version. ${reuse}`,
    );
  });

  test('two at the same time are one file', async () => {
    const bytes = aWheel([['other', 'x']]);
    const file = 'some_project-1.0-py3-none-win_amd64.whl';
    const statuses = (await Promise.all([send({ file, bytes }), send({ file, bytes })])).map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([200, 200]);
    expect(files().filter((known) => known.file === file)).toMatchObject([{ uploads: 2 }]);
  });
});

test.each([
  ['[console_scripts]\ntool = a.b:main\n', 200],
  ['# ours\n[console_scripts]\ntool = a:main [extra]\n\n[a.group]\nany = thing\n', 200],
  ['[console_scripts]\ntool = a.b\n', 400],
  ['[gui_scripts]\ntool\n', 400],
  ['tool = a:main\n', 400],
])('entry points %o: %i', async (text, status) => {
  const bytes = aWheel([['some_project-1.0.dist-info/entry_points.txt', text]]);
  expect((await send({ bytes })).status).toBe(status);
});

test('a release has one sdist', async () => {
  await send({ file: sdistName, bytes: anSdist() });
  const other = anSdist([['some_project-1.0/PKG-INFO', 'y']]);
  const fields = { version: '1.0.0' };
  expect(refusalOf(await send({ file: 'some_project-1.0.0.tar.gz', bytes: other, fields }))).toBe(
    'Only one sdist may be uploaded per release.',
  );
});

describe('who may upload', () => {
  const invalid =
    'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.';

  test.each(['', 'pypi-x'])('not with the token "%s"', async (wrong) => {
    const response = await send({ token: wrong });
    expect([response.status, refusalOf(response)]).toEqual([403, invalid]);
  });

  test('not with the token of the other site', async () => {
    expect(refusalOf(await send({ token: state.secrets.owner.testpypi }))).toBe(invalid);
  });

  test('a run’s token for its projects, for 15 minutes', async () => {
    withPublisher(state, { registry: 'pypi', name: 'some-project', pending: true });
    const minted = bodyOf<{ token: string }>(await mint(site, state)).token;
    expect((await send({ token: minted })).status).toBe(200);
    const late = await send({ token: minted, now: noon + 900_000 });
    expect([late.status, refusalOf(late)]).toEqual([403, 'Invalid API Token: token is expired']);
    await send({
      fields: { name: 'other' },
      file: 'other-1.0-py3-none-any.whl',
      bytes: otherWheel,
    });
    const foreign = await send({ token: minted, fields: { name: 'other' } });
    expect(refusalOf(foreign)).toBe(
      "Invalid API Token: OIDC scoped token is not valid for project 'other', project-scoped token is not valid for project: 'other'",
    );
    expect(refusalOf(await send({ token: minted, fields: { name: 'new' } }))).toMatch(
      /^Non-user identities cannot create new projects\./,
    );
  });

  const otherWheel = zip(
    ['METADATA', 'WHEEL', 'RECORD'].map((name) => [`other-1.0.dist-info/${name}`, ''] as const),
  );
});
