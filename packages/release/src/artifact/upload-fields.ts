import { fieldValues, type CoreMetadata } from './metadata.ts';

/** What the upload form says about the file itself. */
export interface UploadedDistribution {
  readonly fileType: 'bdist_wheel' | 'sdist';
  /** A wheel's Python tag as in its file name (`cp39`, `py2.py3`); `source` for an sdist. */
  readonly pyVersion: string;
}

/**
 * From metadata field to field of the legacy upload form, in the form's order. Renamed ones are so
 * in PyPI's form; `description` is the body and comes apart.
 */
const FORM: readonly (readonly [string, string])[] = [
  ['metadata-version', 'metadata_version'],
  ['name', 'name'],
  ['version', 'version'],
  ['summary', 'summary'],
  ['description', 'description'],
  ['description-content-type', 'description_content_type'],
  ['author', 'author'],
  ['author-email', 'author_email'],
  ['maintainer', 'maintainer'],
  ['maintainer-email', 'maintainer_email'],
  ['license', 'license'],
  ['license-expression', 'license_expression'],
  ['license-file', 'license_file'],
  ['keywords', 'keywords'],
  ['home-page', 'home_page'],
  ['download-url', 'download_url'],
  ['requires-python', 'requires_python'],
  ['classifier', 'classifiers'],
  ['platform', 'platform'],
  ['supported-platform', 'supported_platform'],
  ['requires', 'requires'],
  ['provides', 'provides'],
  ['obsoletes', 'obsoletes'],
  ['requires-dist', 'requires_dist'],
  ['provides-dist', 'provides_dist'],
  ['obsoletes-dist', 'obsoletes_dist'],
  ['requires-external', 'requires_external'],
  ['project-url', 'project_urls'],
  ['provides-extra', 'provides_extra'],
  ['dynamic', 'dynamic'],
  ['import-name', 'import_name'],
  ['import-namespace', 'import_namespace'],
];

/** How twine writes a value that the form wants otherwise than the metadata has it. */
const REWRITTEN: Readonly<Record<string, (value: string) => string>> = {
  name: (value) => value.replace(/[^A-Za-z0-9.]+/g, '-'),
  keywords: (value) => commaList(value),
  'project-url': (value) => value.split(/,(.*)/s).slice(0, 2).map(trim).join(', '),
};

const trim = (text: string): string => text.trim();
const commaList = (value: string): string => value.split(',').map(trim).join(', ');

function values(metadata: CoreMetadata, field: string): readonly string[] {
  if (field === 'description') return metadata.description === null ? [] : [metadata.description];
  // setuptools wrote it long before it was defined; PyPI refuses it there.
  if (field === 'license-file' && Number(metadata.metadataVersion) < 2.4) return [];
  return fieldValues(metadata, field);
}

/**
 * The text fields of `POST /legacy/` for one distribution, in order, repeated ones repeated; the
 * caller adds digests, attestations and the content. The same fields as twine 7 sends.
 */
export function uploadFields(
  metadata: CoreMetadata,
  distribution: UploadedDistribution,
): [string, string][] {
  const stated = FORM.flatMap(([field, name]) =>
    values(metadata, field).map((value): [string, string] => [
      name,
      REWRITTEN[field]?.(value) ?? value,
    ]),
  );
  return [
    [':action', 'file_upload'],
    ['protocol_version', '1'],
    ['filetype', distribution.fileType],
    ['pyversion', distribution.pyVersion],
    ...stated,
  ];
}
