import { randomUUID } from 'node:crypto';
import type { Secrets } from './state/secrets.ts';

export interface PypiPlaces {
  readonly upload: string;
  readonly simple: string;
  readonly oidc: string;
  readonly ownerToken: string;
}

/** The one line of JSON that a client needs. Add freely, rename nothing: others rely on it. */
export interface ReadyLine {
  readonly cratesIo: { readonly index: string; readonly api: string; readonly ownerToken: string };
  readonly pypi: PypiPlaces;
  readonly testpypi: PypiPlaces;
  readonly github: {
    readonly api: string;
    readonly uploads: string;
    /** A workflow run's token; it may not change a repository's settings. */
    readonly token: string;
    /** A token of the repository's owner, who may. */
    readonly ownerToken: string;
  };
  readonly oidc: {
    readonly issuer: string;
    readonly requestUrl: string;
    readonly requestToken: string;
  };
  readonly sigstore: {
    readonly fulcio: string;
    readonly rekor: string;
    /** Of its `trusted_root.json`, for verifiers. */
    readonly trustedRoot: string;
  };
  readonly admin: string;
  /** Another one at each start: tells whether it is still this rehearsal that answers at an address. */
  readonly instance: string;
  /** The process to stop. */
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
}

/** Where each part of the rehearsal answers, without final slashes. */
export interface Places {
  readonly cratesIo: string;
  readonly pypi: string;
  readonly testpypi: string;
  readonly github: string;
  readonly githubUploads: string;
  readonly oidc: string;
  readonly fulcio: string;
  readonly rekor: string;
  readonly trustedRoot: string;
  readonly admin: string;
}

export function placesAt(origin: string): Places {
  return {
    cratesIo: `${origin}/crates-io`,
    pypi: `${origin}/pypi`,
    testpypi: `${origin}/testpypi`,
    github: `${origin}/github`,
    githubUploads: `${origin}/github-uploads`,
    oidc: `${origin}/oidc`,
    fulcio: `${origin}/fulcio`,
    rekor: `${origin}/rekor`,
    trustedRoot: `${origin}/sigstore/trusted_root.json`,
    admin: `${origin}/_rehearsal`,
  };
}

export function toReadyLine(places: Places, secrets: Secrets): ReadyLine {
  const index = `sparse+${places.cratesIo}/index/`;
  const oidc = {
    issuer: places.oidc,
    // GitHub's has a query already, and its clients append `&audience=…`.
    requestUrl: `${places.oidc}/token?api-version=2.0`,
    requestToken: secrets.request,
  };
  const pypi = toPypiPlaces(places.pypi, secrets.owner.pypi);
  return {
    cratesIo: { index, api: places.cratesIo, ownerToken: secrets.owner['crates-io'] },
    pypi,
    testpypi: toPypiPlaces(places.testpypi, secrets.owner.testpypi),
    github: {
      api: places.github,
      uploads: places.githubUploads,
      token: secrets.github,
      ownerToken: secrets.githubOwner,
    },
    oidc,
    sigstore: {
      fulcio: places.fulcio,
      rekor: places.rekor,
      trustedRoot: places.trustedRoot,
    },
    admin: places.admin,
    instance: randomUUID(),
    pid: process.pid,
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: oidc.requestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidc.requestToken,
      GITHUB_API_URL: places.github,
      GITHUB_TOKEN: secrets.github,
      // The one way to make an unmodified cargo take another registry for crates.io.
      __CARGO_TEST_CRATES_IO_URL_DO_NOT_USE_THIS: index,
      PIP_INDEX_URL: pypi.simple,
      PIP_TRUSTED_HOST: '127.0.0.1',
      TWINE_REPOSITORY_URL: pypi.upload,
      TWINE_USERNAME: '__token__',
      UV_DEFAULT_INDEX: pypi.simple,
      UV_INDEX_URL: pypi.simple,
      UV_INSECURE_HOST: '127.0.0.1',
      UV_PUBLISH_URL: pypi.upload,
    },
  };
}

function toPypiPlaces(base: string, ownerToken: string): PypiPlaces {
  return {
    upload: `${base}/legacy/`,
    simple: `${base}/simple/`,
    oidc: `${base}/_/oidc`,
    ownerToken,
  };
}
