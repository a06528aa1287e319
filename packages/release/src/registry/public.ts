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
  oidc: 'https://pypi.org/_/oidc',
};

export const testpypi: PypiEndpoint = {
  title: 'TestPyPI',
  upload: 'https://test.pypi.org/legacy/',
  simple: 'https://test.pypi.org/simple/',
  json: 'https://test.pypi.org/pypi/',
  oidc: 'https://test.pypi.org/_/oidc',
};

/** GitHub's, for when a workflow's GITHUB_API_URL does not say otherwise. */
export const githubApi = 'https://api.github.com';
export const githubUploads = 'https://uploads.github.com';
