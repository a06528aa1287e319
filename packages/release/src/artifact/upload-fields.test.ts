import { expect, it } from 'vitest';
import { parseMetadata } from './metadata.ts';
import { uploadFields } from './upload-fields.ts';

/** METADATA as maturin 1.16 writes it. */
const MATURIN = `Metadata-Version: 2.4
Name: Slip.Demo_x
Version: 1.2.3a1
Classifier: Programming Language :: Rust
Classifier: Programming Language :: Python :: 3
Requires-Dist: numpy>=1.20
Requires-Dist: tomli ; python_full_version < '3.11'
Requires-Dist: pytest ; extra == 'test'
Provides-Extra: test
License-File: LICENSE
Summary: A demo, ünïcode
Keywords: one,two words,three
Author: C
Author-email: A B <a@example.org>
License-Expression: MIT
Requires-Python: >=3.9
Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM
Project-URL: Bug Tracker, https://example.org/x,y
Project-URL: Homepage, https://example.org

# Title

Body with ünï

- a: b

`;

/** What twine 7.0.0 posted for that wheel to a loopback server, digests left out, sorted by field. */
const TWINE: [string, string][] = [
  [':action', 'file_upload'],
  ['author', 'C'],
  ['author_email', 'A B <a@example.org>'],
  ['classifiers', 'Programming Language :: Rust'],
  ['classifiers', 'Programming Language :: Python :: 3'],
  ['description', '# Title\n\nBody with ünï\n\n- a: b\n\n'],
  ['description_content_type', 'text/markdown; charset=UTF-8; variant=GFM'],
  ['filetype', 'bdist_wheel'],
  ['keywords', 'one, two words, three'],
  ['license_expression', 'MIT'],
  ['license_file', 'LICENSE'],
  ['metadata_version', '2.4'],
  ['name', 'Slip.Demo-x'],
  ['project_urls', 'Bug Tracker, https://example.org/x,y'],
  ['project_urls', 'Homepage, https://example.org'],
  ['protocol_version', '1'],
  ['provides_extra', 'test'],
  ['pyversion', 'py3'],
  ['requires_dist', 'numpy>=1.20'],
  ['requires_dist', "tomli ; python_full_version < '3.11'"],
  ['requires_dist', "pytest ; extra == 'test'"],
  ['requires_python', '>=3.9'],
  ['summary', 'A demo, ünïcode'],
  ['version', '1.2.3a1'],
];

const wheel = { fileType: 'bdist_wheel', pyVersion: 'py3' } as const;

it('are those that twine sends, the repeated ones in their order', () => {
  const fields = uploadFields(parseMetadata(MATURIN), wheel);
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  expect(sorted).toEqual(TWINE);
});

it('always begin in the same way', () => {
  const fields = uploadFields(parseMetadata(MATURIN), { fileType: 'sdist', pyVersion: 'source' });
  expect(fields.slice(0, 7)).toEqual([
    [':action', 'file_upload'],
    ['protocol_version', '1'],
    ['filetype', 'sdist'],
    ['pyversion', 'source'],
    ['metadata_version', '2.4'],
    ['name', 'Slip.Demo-x'],
    ['version', '1.2.3a1'],
  ]);
});

/** Every field of core metadata 2.5 and its name in the form. */
const EVERY: Readonly<Record<string, string>> = {
  'Home-page': 'home_page',
  'Download-URL': 'download_url',
  License: 'license',
  Maintainer: 'maintainer',
  'Maintainer-email': 'maintainer_email',
  Platform: 'platform',
  'Supported-Platform': 'supported_platform',
  Requires: 'requires',
  Provides: 'provides',
  Obsoletes: 'obsoletes',
  'Provides-Dist': 'provides_dist',
  'Obsoletes-Dist': 'obsoletes_dist',
  'Requires-External': 'requires_external',
  Dynamic: 'dynamic',
  'Import-Name': 'import_name',
  'Import-Namespace': 'import_namespace',
};

it.each(Object.entries(EVERY))('%s becomes %s', (header, field) => {
  const fields = uploadFields(parseMetadata(`${header}: value\n`), wheel);
  expect(fields.slice(4)).toEqual([[field, 'value']]);
});

it('leave License-File out before metadata 2.4, as twine does', () => {
  const old = MATURIN.replace('2.4', '2.1');
  expect(uploadFields(parseMetadata(old), wheel).map(([name]) => name)).not.toContain(
    'license_file',
  );
});
