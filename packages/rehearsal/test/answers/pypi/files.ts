import { gzipSync } from 'node:zlib';
import { tar, zip } from '../../../src/archive/archive.fixture.ts';
import type { Answer } from '../answer.ts';
import { anSdist, aWheel, refusal, sdist, wheel, type Sent } from './clients.ts';

const info = 'some_project-1.0.dist-info';
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

export const pypiFiles: readonly Answer[] = files.map((row) => refusal(...row));
