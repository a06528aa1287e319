import { classifierProblem } from './classifiers.ts';
import type { Form } from './form.ts';
import { isName } from './name.ts';
import { readVersion } from './version.ts';

/** Steps 3 to 6 of an upload, in order: each check gives the answer's text or null. */
type FormCheck = (form: Form) => string | null;

const metadataVersions = ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5'];
const coreMetadata = 'https://packaging.python.org/specifications/core-metadata';
const localVersions =
  'https://packaging.python.org/en/latest/specifications/version-specifiers/#local-version-identifiers';

export const formChecks: readonly FormCheck[] = [
  (form) => ((form.get('protocol_version') ?? '1') === '1' ? null : 'Unknown protocol version.'),
  (form) => (form.get(':action') === 'file_upload' ? null : 'Unknown action.'),
  (form) => nameProblem(form.get('name') ?? ''),
  ({ get }) =>
    get('filetype') === 'sdist' || get('filetype') === 'bdist_wheel'
      ? null
      : 'Invalid value for filetype. Error: Use one of the filetypes: bdist_wheel, sdist.',
  ({ get }) =>
    get('filetype') === 'bdist_wheel' && !get('pyversion')
      ? 'Error: Python version is required for binary distribution uploads.'
      : null,
  ({ get }) =>
    get('filetype') === 'sdist' && !['', 'source'].includes(get('pyversion') ?? '')
      ? "Error: Use 'source' as Python version for an sdist."
      : null,
  ({ get }) =>
    digestFields.some((field) => get(field)) ? null : 'Error: Include at least one message digest.',
  ({ get }) => {
    const version = get('metadata_version') ?? '';
    return metadataVersions.includes(version)
      ? null
      : `'${version}' is not a valid metadata version`;
  },
  ({ get }) => versionProblem(get('version') ?? ''),
  ({ get }) => summaryProblem(get('summary') ?? ''),
  ({ all }) => {
    const problems = all('classifiers').map(classifierProblem);
    return problems.find((problem) => problem !== null) ?? null;
  },
  ({ all }) => {
    const direct = all('requires_dist').find((requirement) =>
      /\s@\s|^[\w.\-[\]]+\s*@/.test(requirement),
    );
    return direct === undefined ? null : `Can't have direct dependency: ${direct}`;
  },
  ({ all }) =>
    all('project_urls')
      .map(projectUrlProblem)
      .find((problem) => problem !== null) ?? null,
  ({ get }) =>
    get('license') && get('license_expression')
      ? 'License is deprecated when License-Expression is present. Only License-Expression should be present.'
      : null,
  ({ get, all }) => {
    const version = get('metadata_version') ?? '';
    const isOlder = metadataVersions.indexOf(version) < metadataVersions.indexOf('2.4');
    return isOlder && licenseFiles({ all }).length > 0
      ? `license-file introduced in metadata version 2.4, not ${version}`
      : null;
  },
  ({ file }) => (file ? null : 'Upload payload does not have a file.'),
  ({ file }) =>
    /[/\\]/.test(file?.name ?? '') ? "Cannot upload a file with '/' or '\\' in the name." : null,
  ({ file }) =>
    /[\u0000-\u001f\u007f]/.test(file?.name ?? '')
      ? 'Cannot upload a file with non-printable characters in the name.'
      : null,
];

export const digestFields = ['md5_digest', 'sha256_digest', 'blake2_256_digest'] as const;

/** twine and uv differ in whether the field's name is plural. */
export function licenseFiles(form: Pick<Form, 'all'>): string[] {
  return [...form.all('license_file'), ...form.all('license_files')];
}

function nameProblem(name: string): string | null {
  if (isName(name)) return null;
  return `'${name}' is an invalid value for Name. Error: Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'. See ${coreMetadata} for more information.`;
}

function versionProblem(text: string): string | null {
  const version = readVersion(text);
  if (!version) {
    return `'${text}' is an invalid value for Version. Error: '${text}' is not a valid version. See ${coreMetadata} for more information.`;
  }
  if (version.local === null) return null;
  return `The use of local versions in '${text}' is not allowed. See ${localVersions} for more information.`;
}

function summaryProblem(summary: string): string | null {
  if (summary.length > 512) {
    return `'${summary}' is an invalid value for Summary. Error: Field cannot be longer than 512 characters. See ${coreMetadata} for more information.`;
  }
  if (!/[\r\n]/.test(summary)) return null;
  return `'${summary}' is an invalid value for Summary. Error: Use a single line only. See ${coreMetadata} for more information.`;
}

function projectUrlProblem(line: string): string | null {
  const comma = line.indexOf(',');
  const label = line.slice(0, Math.max(comma, 0)).trim();
  const url = line.slice(comma + 1).trim();
  if (comma !== -1 && label.length <= 32 && label !== '' && /^https?:\/\/\S+$/.test(url))
    return null;
  const reason =
    label.length > 32
      ? 'Use 32 characters or less for a label'
      : 'Use both a label and an URL that is valid';
  return `'${line}' is an invalid value for Project-URL. Error: ${reason}. See ${coreMetadata} for more information.`;
}
