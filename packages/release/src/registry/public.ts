import type { SigstoreEndpoint } from '../ports.ts';
import type { CratesIoEndpoint, PypiEndpoint } from './destination.ts';

/** The public registries' addresses. They stand here and nowhere else in this package. */

export const cratesIo: CratesIoEndpoint = {
  index: 'https://index.crates.io/',
  api: 'https://crates.io',
  audience: 'crates.io',
  cargoEnvironment: {},
};

export const pypi: PypiEndpoint = {
  title: 'PyPI',
  upload: 'https://upload.pypi.org/legacy/',
  simple: 'https://pypi.org/simple/',
  json: 'https://pypi.org/pypi/',
  integrity: 'https://pypi.org/integrity/',
  oidc: 'https://pypi.org/_/oidc',
};

export const testpypi: PypiEndpoint = {
  title: 'TestPyPI',
  upload: 'https://test.pypi.org/legacy/',
  simple: 'https://test.pypi.org/simple/',
  json: 'https://test.pypi.org/pypi/',
  integrity: 'https://test.pypi.org/integrity/',
  oidc: 'https://test.pypi.org/_/oidc',
};

/** Sigstore's public instance. TestPyPI trusts it too, and no other. */
export const sigstore: SigstoreEndpoint = {
  fulcio: 'https://fulcio.sigstore.dev',
  rekor: 'https://rekor.sigstore.dev',
};

/** GitHub's, for when a workflow's GITHUB_API_URL does not say otherwise. */
export const githubApi = 'https://api.github.com';
export const githubUploads = 'https://uploads.github.com';
