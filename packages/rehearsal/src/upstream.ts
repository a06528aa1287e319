/**
 * The public registries' addresses. They stand here and nowhere else in this package. The first two
 * are asked for what the rehearsal itself does not have; the others only appear in answers, as the
 * real registries write them.
 */
export interface Upstream {
  /** Sparse index of crates.io, with a final slash. */
  readonly cratesIndex: string;
  /** Simple repository API of PyPI, with a final slash. */
  readonly pypiSimple: string;
}

export const publicUpstream: Upstream = {
  cratesIndex: 'https://index.crates.io/',
  pypiSimple: 'https://pypi.org/simple/',
};

export const addresses = {
  crates: 'https://crates.io',
  cratesStatus: 'https://status.crates.io/',
  cratesAudience: 'crates.io',
  pypi: 'https://pypi.org',
  testpypi: 'https://test.pypi.org',
  pypiDocs: 'https://docs.pypi.org',
  github: 'https://github.com',
  githubIssuer: 'https://token.actions.githubusercontent.com',
} as const;
