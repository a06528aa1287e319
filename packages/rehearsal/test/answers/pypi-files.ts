import { tar, zip } from '../../src/archive/archive.fixture.ts';
import { gzipSync } from 'node:zlib';
import type { Answer } from './answer.ts';
import { anSdist, aWheel, exists, sdist, send, twine, uv, wheel, type Sent } from './pypi.ts';
import { pass, type Stage } from './stage.ts';

const core = 'See https://packaging.python.org/specifications/core-metadata for more information.';
const info = 'some_project-1.0.dist-info';

/** What the form says: title, text, fields. */
const forms: readonly (readonly [string, string, Sent['fields'], seen?: true])[] = [
  ['another protocol', 'Unknown protocol version.', { protocol_version: '2' }],
  [
    'a name that begins with a dash',
    `'-x' is an invalid value for Name. Error: Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'. ${core}`,
    { name: '-x' },
  ],
  ['no digest', 'Error: Include at least one message digest.', { sha256_digest: null }],
  [
    'no Python version',
    'Python version is required for binary distribution uploads.',
    { pyversion: '' },
  ],
  ['an unknown kind of file', 'Use one of the filetypes', { filetype: 'bdist_egg' }],
  ['a version that is none', `'one' is an invalid value for Version.`, { version: 'one' }],
  [
    'a local version',
    "The use of local versions in '1.0+b1' is not allowed. See https://packaging.python.org/en/latest/specifications/version-specifiers/#local-version-identifiers for more information.",
    { version: '1.0+b1' },
  ],
  ['metadata of the future', "'3.0' is not a valid metadata version", { metadata_version: '3.0' }],
  [
    'a classifier that is misspelled',
    "'Programming Language :: Rusty' is not a valid classifier.",
    { classifiers: 'Programming Language :: Rusty' },
  ],
  [
    'a classifier that is retired',
    "The classifier 'Natural Language :: Ukranian' has been deprecated, use one of ['Natural Language :: Ukrainian'] instead.",
    { classifiers: 'Natural Language :: Ukranian' },
  ],
  ['a summary of 513 characters', 'is an invalid value for Summary.', { summary: 's'.repeat(513) }],
  ['a summary of two lines', 'is an invalid value for Summary.', { summary: 'one\ntwo' }],
  [
    'a dependency by its address',
    "Can't have direct dependency: x @ git+https://example.org/x",
    { requires_dist: 'x @ git+https://example.org/x' },
  ],
  [
    'a link with a long label',
    'is an invalid value for Project-URL.',
    { project_urls: `${'l'.repeat(33)}, https://example.org` },
  ],
  [
    'both kinds of licence',
    'License is deprecated when License-Expression is present. Only License-Expression should be present.',
    { license: 'MIT', license_expression: 'MIT' },
  ],
  [
    'a licence file in older metadata',
    'license-file introduced in metadata version 2.4, not 2.3',
    { metadata_version: '2.3', license_files: 'LICENSE' },
  ],
  [
    'a wrong digest',
    'The digest supplied does not match a digest calculated from the uploaded file.',
    { sha256_digest: '0'.repeat(64) },
  ],
];

const info1 = `${info}/WHEEL`;
const archive = 'Invalid distribution file.';
const docs = 'See https://docs.pypi.org/archives for more information';
const metadata = 'Metadata-Version: 2.4\nName: some-project\nVersion: 1.0\n';
const usual = [
  ['some_project/__init__.py', ''],
  [`${info}/METADATA`, metadata],
  [info1, 'Wheel-Version: 1.0\n'],
  [`${info}/RECORD`, ''],
] as const;

/** What the file is: title, text, what is sent. */
const files: readonly (readonly [string, string, Sent, seen?: true])[] = [
  [
    'a path for a name',
    "Cannot upload a file with '/' or '\\' in the name.",
    { file: `a/${wheel}` },
  ],
  [
    'an egg',
    'Invalid file extension: Use .tar.gz, .whl or .zip extension. See https://www.python.org/dev/peps/pep-0527',
    { file: 'some_project-1.0.egg', fields: { filetype: 'sdist' } },
  ],
  [
    'a wheel that is called an sdist',
    'Extension .whl is invalid for filetype sdist.',
    { fields: { filetype: 'sdist', pyversion: 'source' } },
  ],
  [
    'a wheel that is no zip',
    `${archive} File is not a zipfile`,
    { bytes: Buffer.from('x'.repeat(50)) },
  ],
  [
    'an sdist that is no tar',
    `${archive} File is not a tarfile`,
    { file: sdist, bytes: Buffer.from('x'.repeat(50)) },
  ],
  [
    'an sdist that is also a zip',
    `${archive} File is both a zip and a tar file`,
    { file: sdist, bytes: Buffer.concat([anSdist(), zip([['a', '']])]) },
  ],
  [
    'an sdist with a sparse file',
    `${archive} tar archive not accepted: Sparse members are not allowed. ${docs}`,
    {
      file: sdist,
      bytes: gzipSync(
        tar([
          ['some_project-1.0/PKG-INFO', 'x'],
          ['some_project-1.0/hole', '', 'S'],
        ]),
      ),
    },
  ],
  [
    'bytes after the end of a wheel',
    `${archive} ZIP archive not accepted: Trailing data. ${docs}`,
    { bytes: zip(usual, { trailing: 'x' }) },
    true,
  ],
  [
    'a file twice in a wheel',
    `${archive} ZIP archive not accepted: Duplicate filename in local headers. ${docs}`,
    { bytes: zip(usual, { twice: info1 }) },
    true,
  ],
  [
    'a file that the list of a wheel leaves out',
    `${archive} ZIP archive not accepted: Filename not in central directory. ${docs}`,
    { bytes: zip(usual, { withoutCentral: info1 }) },
  ],
  [
    'sizes that differ in a wheel',
    `${archive} ZIP archive not accepted: Mis-matched file size. ${docs}`,
    { bytes: zip(usual, { sizeInCentral: 7 }) },
  ],
  [
    'a comment in a wheel',
    `${archive} ZIP archive not accepted: Comment in central directory. ${docs}`,
    { bytes: zip(usual, { comment: 'x' }) },
  ],
  [
    'a wheel that unpacks to a hundred times its size',
    `${archive} File exceeds compression ratio of 50`,
    { bytes: aWheel([['zeros', '\0'.repeat(65 * 1024 * 1024)]]) },
  ],
  [
    'an sdist with two folders',
    `${archive} Incorrect number of top-level directories in sdist`,
    {
      file: sdist,
      bytes: anSdist([
        ['some_project-1.0/PKG-INFO', 'x'],
        ['other/x', 'x'],
      ]),
    },
  ],
  [
    'an sdist without PKG-INFO',
    `${archive} PKG-INFO not found at some_project-1.0/PKG-INFO`,
    { file: sdist, bytes: anSdist([['some_project-1.0/x', 'x']]) },
  ],
  [
    'an sdist without its licence',
    `License-File LICENSE does not exist in distribution file ${sdist} at some_project-1.0/LICENSE`,
    { file: sdist, fields: { license_files: 'LICENSE' } },
    true,
  ],
  [
    'an sdist whose name is not normalized',
    `Filename 'some-project-1.0.tar.gz' is invalid, should be '${sdist}'.`,
    { file: 'some-project-1.0.tar.gz' },
    true,
  ],
  [
    'an sdist of another project',
    "Start filename for 'some-project' with 'some_project'.",
    { file: 'other-1.0.tar.gz' },
  ],
  [
    'a wheel for plain Linux',
    `Binary wheel 'some_project-1.0-py3-none-linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'.`,
    { file: 'some_project-1.0-py3-none-linux_x86_64.whl' },
    true,
  ],
  [
    'a wheel for a macOS that never was',
    "has an unsupported platform tag 'macosx_11_3_arm64'.",
    { file: 'some_project-1.0-py3-none-macosx_11_3_arm64.whl' },
  ],
  [
    'a wheel whose name has three parts',
    `${archive} Unable to parse name and version from wheel filename`,
    { file: 'some_project-1.0-py3.whl' },
  ],
  [
    'a wheel of another name',
    "should contain the normalized project name 'some_project', not 'other'.",
    { file: 'other-1.0-py3-none-any.whl', bytes: renamed('other', '1.0') },
  ],
  [
    'a wheel of another version',
    "Version in filename should be '1.0' not '2.0'.",
    { file: 'some_project-2.0-py3-none-any.whl', bytes: renamed('some_project', '2.0') },
  ],
  [
    'a wheel whose name has no version',
    'Invalid wheel filename',
    { file: 'some_project-one-py3-none-any.whl' },
  ],
  [
    'an sdist whose name has no version',
    'Invalid source distribution filename: some_project.tar.gz',
    { file: 'some_project.tar.gz' },
  ],
  [
    'a wheel without WHEEL',
    `${archive} WHEEL not found at ${info1}`,
    { bytes: aWheel([], ['WHEEL']) },
  ],
  [
    'a wheel without RECORD',
    `Wheel '${wheel}' does not contain the required RECORD file: ${info}/RECORD`,
    { bytes: aWheel([], ['RECORD']) },
  ],
  [
    'a wheel without METADATA',
    `Wheel '${wheel}' does not contain the required METADATA file: ${info}/METADATA`,
    { bytes: aWheel([], ['METADATA']) },
  ],
  [
    'a wheel without its licence',
    `License-File LICENSE does not exist in distribution file ${wheel} at ${info}/licenses/LICENSE`,
    { fields: { license_files: 'LICENSE' } },
    true,
  ],
  [
    'a wheel with entry points that are none',
    `Wheel '${wheel}' has invalid entry points defined in the entry_points.txt file`,
    { bytes: aWheel([[`${info}/entry_points.txt`, '[console_scripts]\ntool = not a place\n']]) },
  ],
  [
    'a file name of 300 characters',
    'Filename is too long:',
    { file: `some_project-1.0-${'1'.repeat(280)}-py3-none-any.whl` },
  ],
];

function renamed(name: string, version: string): Buffer {
  return zip(
    usual.map(([path, content]) => [
      path.replace('some_project-1.0', `${name}-${version}`),
      content,
    ]),
  );
}

const reuse = 'See https://pypi.org/help/#file-name-reuse for more information.';
const other = aWheel([['other', 'x']]);

const present = (drive: (stage: Stage) => ReturnType<typeof uv>) => async (stage: Stage) => {
  await uv(stage);
  return drive(stage);
};

/** What is there already. */
const again: readonly Answer[] = [
  {
    what: 'the same bytes again',
    client: 'twine',
    status: 0,
    says: '200 OK',
    drive: present((stage) => twine(stage)),
  },
  {
    what: 'other bytes under the same name',
    client: 'twine',
    status: 400,
    says: `File already exists ('${wheel}', with blake2_256 hash '…'). See https://pypi.org/help/#file-name-reuse for more information.`,
    seen: true,
    drive: present((stage) => twine(stage, { bytes: other })),
  },
  {
    what: 'other bytes under the same name',
    client: 'uv',
    status: 400,
    says: `File already exists ('${wheel}', with blake2_256 hash '…'). See https://pypi.org/help/#file-name-reuse for more information.`,
    seen: true,
    drive: present((stage) => uv(stage, { bytes: other })),
  },
  {
    what: 'the same bytes under another name',
    client: 'curl',
    status: 400,
    says: `File already exists ('${wheel}', with blake2_256 hash '…').`,
    drive: present((stage) => send(stage, { file: wheel.replace('py3', 'py2.py3') })),
  },
  {
    what: 'the name of a file that was deleted',
    client: 'twine',
    status: 400,
    says: `This filename was previously used by a file that has since been deleted. Use a different version. ${reuse}`,
    drive: async (stage) => {
      await exists(stage, { deletedFiles: [wheel] });
      return twine(stage);
    },
  },
  {
    what: 'another file 15 days after the release',
    client: 'twine',
    status: 400,
    says: 'Uploading new files to releases older than 14 days is not allowed.',
    drive: async (stage) => {
      await send(stage, { file: sdist });
      await pass(stage, 15 * 24 * 3600);
      return twine(stage);
    },
  },
  {
    what: 'the same bytes 15 days after the release',
    client: 'twine',
    status: 0,
    says: '200 OK',
    drive: present(async (stage) => {
      await pass(stage, 15 * 24 * 3600);
      return twine(stage);
    }),
  },
  {
    what: 'a second sdist of the release',
    client: 'curl',
    status: 400,
    says: 'Only one sdist may be uploaded per release.',
    drive: async (stage) => {
      await send(stage, { file: sdist });
      const bytes = zip([['some_project-1.0/PKG-INFO', 'x']]);
      return send(stage, { file: 'some_project-1.0.zip', bytes });
    },
  },
  {
    what: 'a file of more than 100 MB',
    client: 'curl',
    status: 400,
    says: "File too large. Limit for project 'some-project' is 100 MB. See https://docs.pypi.org/project-management/storage-limits",
    drive: (stage) => send(stage, { bytes: Buffer.alloc(100 * 1024 * 1024 + 1) }),
  },
  {
    what: 'a file of more than the project may have',
    client: 'twine',
    status: 400,
    says: "File too large. Limit for project 'some-project' is 0 MB.",
    drive: async (stage) => {
      await exists(stage, { fileLimit: 100 });
      return twine(stage);
    },
  },
  {
    what: 'more bytes than a project may have in all',
    client: 'curl',
    status: 400,
    says: "Project size too large. Limit for project 'some-project' total size is 0 GB. See https://docs.pypi.org/project-management/storage-limits",
    drive: present(async (stage) => {
      await exists(stage, { totalLimit: aWheel().length });
      return send(stage, { file: sdist });
    }),
  },
  {
    what: 'an upload without the final slash',
    client: 'curl',
    status: 308,
    says: 'An upload was attempted to /legacy but the expected upload URL is /legacy/ (with a trailing slash)',
    drive: (stage) => stage.curl('--data', '', stage.ready.pypi.upload.slice(0, -1)),
  },
];

export const pypiForms: readonly Answer[] = forms.map(
  ([what, says, fields = {}, seen]): Answer => ({
    what,
    client: 'curl',
    status: 400,
    says,
    ...(seen ? { seen } : {}),
    drive: (stage) => send(stage, { fields }),
  }),
);

export const pypiFiles: readonly Answer[] = files.map(([what, says, sent, seen]): Answer => ({
  what,
  client: 'curl',
  status: 400,
  says,
  ...(seen ? { seen } : {}),
  drive: (stage) => send(stage, sent),
}));

export const pypiAgain = again;
