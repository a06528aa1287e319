import type { Answer } from '../answer.ts';
import { refusal, type Sent } from './clients.ts';

const core = 'See https://packaging.python.org/specifications/core-metadata for more information.';

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

export const pypiForms: readonly Answer[] = forms.map(([what, says, fields = {}, seen]) =>
  refusal(what, says, { fields }, seen),
);
