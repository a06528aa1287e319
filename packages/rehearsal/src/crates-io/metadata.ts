import { parse as parseVersion } from 'semver';
import { Refusal } from '../message/message.ts';
import { addresses } from '../upstream.ts';
import { categorySlugs } from './category.ts';
import type { PublishMetadata } from './frame.ts';
import { licenseProblem } from './license.ts';
import type { Manifest } from './tarball.ts';

export function verifyVersion(version: string): void {
  const parsed =
    version.startsWith('v') || version !== version.trim() ? null : parseVersion(version);
  // node-semver drops build metadata when it prints, so only the rest is compared.
  const plain = version.split('+')[0];
  if (parsed?.version !== plain)
    throw new Refusal(400, `"${version}" is an invalid semver version`);
  if (version.length > 150) {
    throw new Refusal(400, 'the version number is too long (max 150 characters)');
  }
}

/** `1.0.0` and `1.0.0+b1` are one version to crates.io. */
export function withoutBuild(version: string): string {
  return version.split('+')[0] ?? version;
}

/** Checks of the uploaded manifest, in the order of crates.io. Each gives the answer's text or null. */
type ManifestCheck = (manifest: Manifest, metadata: PublishMetadata) => string | null;

const manifestChecks: readonly ManifestCheck[] = [
  ({ name }, metadata) =>
    name === metadata.name
      ? null
      : `metadata name \`${metadata.name}\` does not match manifest name \`${name}\``,
  ({ version }, metadata) =>
    version === metadata.vers
      ? null
      : `metadata version \`${metadata.vers}\` does not match manifest version \`${version}\``,
  missingFields,
  ({ fields }) =>
    text(fields, 'description').length > 1000
      ? 'The `description` is too long. A maximum of 1000 characters are currently allowed.'
      : null,
  licenseExpressionProblem,
  urlProblem,
  keywordProblem,
  ({ fields }) =>
    texts(fields, 'categories').length > 5 ? 'expected at most 5 categories per crate' : null,
  (_manifest, { features }) => featureProblem(features),
  (_manifest, { deps }) =>
    deps.length > 500
      ? `crates.io only allows a maximum number of 500 dependencies, but your crate is declaring ${deps.length} dependencies.`
      : null,
  (_manifest, { deps }) => dependencyProblem(deps),
];

export function verifyManifest(manifest: Manifest, metadata: PublishMetadata): void {
  for (const check of manifestChecks) {
    const problem = check(manifest, metadata);
    if (problem !== null) throw new Refusal(400, problem);
  }
}

/** The last check of all: crates.io stores the version first and looks its categories up then. */
export function verifyCategories(manifest: Manifest): void {
  const unknown = texts(manifest.fields, 'categories').filter(
    (slug) => !categorySlugs.includes(slug),
  );
  if (unknown.length === 0) return;
  const list = unknown.join(', ');
  throw new Refusal(
    400,
    `The following category slugs are not currently supported on crates.io: ${list}\n\nSee ${addresses.crates}/category_slugs for a list of supported slugs.`,
  );
}

export function text(fields: Manifest['fields'], name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

function texts(fields: Manifest['fields'], name: string): string[] {
  const value = fields[name];
  return Array.isArray(value) ? value.map(String) : [];
}

function missingFields({ fields }: Manifest): string | null {
  const hasLicense = text(fields, 'license') !== '' || text(fields, 'license-file') !== '';
  const missing = [
    text(fields, 'description') === '' && 'description',
    !hasLicense && 'license',
  ].filter(Boolean);
  if (missing.length === 0) return null;
  return `missing or empty metadata fields: ${missing.join(', ')}. Please see https://doc.rust-lang.org/cargo/reference/manifest.html for more information on configuring these fields`;
}

function licenseExpressionProblem({ fields }: Manifest): string | null {
  const expression = text(fields, 'license');
  const problem = expression === '' ? null : licenseProblem(expression);
  if (problem === null) return null;
  return `unknown or invalid license expression; see http://opensource.org/licenses for options, and http://spdx.org/licenses/ for their identifiers\nNote: If you have a non-standard license that is not listed by SPDX, use the license-file field to specify the path to a file containing the text of the license.\nSee https://doc.rust-lang.org/cargo/reference/manifest.html#the-license-and-license-file-fields for more information.\n${problem}`;
}

function urlProblem({ fields }: Manifest): string | null {
  for (const name of ['homepage', 'documentation', 'repository']) {
    const url = text(fields, name);
    if (url !== '' && !/^https?:\/\//.test(url)) {
      return `URL for field \`${name}\` must begin with http:// or https:// (url: ${url})`;
    }
  }
  return null;
}

function keywordProblem({ fields }: Manifest): string | null {
  const keywords = texts(fields, 'keywords');
  if (keywords.length > 5) return 'expected at most 5 keywords per crate';
  const long = keywords.find((keyword) => keyword.length > 20);
  if (long) return `"${long}" is an invalid keyword (keywords must have less than 20 characters)`;
  const wrong = keywords.find((keyword) => !/^[A-Za-z0-9][A-Za-z0-9_+-]*$/.test(keyword));
  return wrong === undefined ? null : `"${wrong}" is an invalid keyword`;
}

function featureProblem(features: PublishMetadata['features']): string | null {
  const count = Object.keys(features).length;
  if (count > 300) {
    return `crates.io only allows a maximum number of 300 features, but your crate is declaring ${count} features.`;
  }
  for (const [name, enabled] of Object.entries(features)) {
    if (enabled.length > 300) {
      return `crates.io only allows a maximum number of 300 features or dependencies that another feature can enable, but the "${name}" feature of your crate is enabling ${enabled.length} features or dependencies.`;
    }
  }
  return null;
}

function dependencyProblem(deps: PublishMetadata['deps']): string | null {
  for (const { name, registry, version_req: requirement } of deps) {
    if (registry !== null && registry !== '') {
      return `Dependency \`${name}\` is hosted on another registry. Cross-registry dependencies are not permitted on crates.io.`;
    }
    if (requirement.trim() === '*') {
      return 'wildcard (`*`) dependency constraints are not allowed on crates.io. See https://doc.rust-lang.org/cargo/faq.html#can-libraries-use--as-a-version-for-their-dependencies for more information';
    }
  }
  return null;
}
