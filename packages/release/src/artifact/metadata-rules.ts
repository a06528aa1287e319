import {
  metadataRefused,
  metadataVersionUnknown,
  type Finding,
  type Location,
} from '../finding/index.ts';
import { fieldValues, type CoreMetadata } from './metadata.ts';

/** What PyPI accepts in August 2026. */
const METADATA_VERSIONS = ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5'];

/** Every field, the metadata version that brought it, and whether it may come more than once. */
const FIELDS: Readonly<Record<string, { readonly since: string; readonly repeated?: true }>> = {
  'metadata-version': { since: '1.0' },
  name: { since: '1.0' },
  version: { since: '1.0' },
  platform: { since: '1.0', repeated: true },
  summary: { since: '1.0' },
  description: { since: '1.0' },
  keywords: { since: '1.0' },
  'home-page': { since: '1.0' },
  author: { since: '1.0' },
  'author-email': { since: '1.0' },
  license: { since: '1.0' },
  'supported-platform': { since: '1.1', repeated: true },
  'download-url': { since: '1.1' },
  classifier: { since: '1.1', repeated: true },
  requires: { since: '1.1', repeated: true },
  provides: { since: '1.1', repeated: true },
  obsoletes: { since: '1.1', repeated: true },
  maintainer: { since: '1.2' },
  'maintainer-email': { since: '1.2' },
  'requires-dist': { since: '1.2', repeated: true },
  'provides-dist': { since: '1.2', repeated: true },
  'obsoletes-dist': { since: '1.2', repeated: true },
  'requires-python': { since: '1.2' },
  'requires-external': { since: '1.2', repeated: true },
  'project-url': { since: '1.2', repeated: true },
  'description-content-type': { since: '2.1' },
  'provides-extra': { since: '2.1', repeated: true },
  dynamic: { since: '2.2', repeated: true },
  'license-expression': { since: '2.4' },
  // In files before 2.4 the uploader leaves it out, as twine does; so it is not refused there.
  'license-file': { since: '1.0', repeated: true },
  'import-name': { since: '2.5', repeated: true },
  'import-namespace': { since: '2.5', repeated: true },
};

const DIRECT = /^[^;]*?\s@\s|^[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?@/;

/** What PyPI says to one value of a field, or null. Name and version are compared with the plan instead. */
const VALUE_RULES: Readonly<Record<string, (value: string) => string | null>> = {
  summary: (value) =>
    value.includes('\n')
      ? 'it has more than one line'
      : value.length > 512
        ? `it has ${value.length} characters; 512 are allowed`
        : null,
  'requires-dist': direct,
  'provides-dist': direct,
  'obsoletes-dist': direct,
  'project-url': projectUrl,
  classifier: (value) =>
    /^Private ::/i.test(value) ? `${value}: PyPI refuses private packages` : null,
  'description-content-type': (value) =>
    /^text\/(?:plain|x-rst|markdown)\s*(?:;|$)/.test(value) ? null : `${value} cannot be rendered`,
};

function direct(requirement: string): string | null {
  return DIRECT.test(requirement) ? `"Can't have direct dependency: ${requirement}"` : null;
}

function projectUrl(value: string): string | null {
  const [label = '', url = ''] = value.split(/,(.*)/s).map((part) => part.trim());
  if (label === '') return `${value} has no label`;
  if (label.length > 32) return `the label ${label} has more than 32 characters`;
  return /^[a-z][a-z0-9+.-]*:\S+$/i.test(url) ? null : `${value} has no URL`;
}

function fieldRules(metadata: CoreMetadata, name: string): string[] {
  const rule = FIELDS[name];
  if (rule === undefined) return ['PyPI and twine do not know this field'];
  const values = fieldValues(metadata, name);
  const said = values.flatMap((value) => VALUE_RULES[name]?.(value) ?? []);
  if (values.length > 1 && !rule.repeated) said.push('it is there more than once');
  if (Number(rule.since) > Number(metadata.metadataVersion)) {
    said.push(`introduced in metadata version ${rule.since}, not ${metadata.metadataVersion}`);
  }
  return said;
}

/** Findings about a wheel's or sdist's metadata alone; name and version are compared elsewhere. */
export function checkMetadata(metadata: CoreMetadata, at: Location): Finding[] {
  const version = metadata.metadataVersion;
  if (version === null || !METADATA_VERSIONS.includes(version)) {
    const known = METADATA_VERSIONS.join(', ');
    return [metadataVersionUnknown.at(at, { got: version ?? 'missing', known })];
  }
  const names = [...new Set(['name', 'version', ...metadata.fields.map(({ name }) => name)])];
  const refused = names.flatMap((field) =>
    fieldRules(metadata, field).map((detail) => ({ field, detail })),
  );
  const has = (name: string): boolean => fieldValues(metadata, name).length > 0;
  for (const field of ['name', 'version']) {
    if (!has(field)) refused.push({ field, detail: 'it is missing' });
  }
  if (has('license') && has('license-expression')) {
    refused.push({
      field: 'license',
      detail: 'it is deprecated when license-expression is present',
    });
  }
  return refused.map((context) => metadataRefused.at(at, context));
}
