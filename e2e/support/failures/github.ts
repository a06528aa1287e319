import type { Failure } from './failure.ts';

/** What GitHub and Sigstore say. */
export const github: readonly Failure[] = [
  {
    row: 46,
    text: 'error: dist/tide-0.3.1.tar.gz already has a publish attestation',
    code: 'SLW628',
  },
  { row: 47, text: 'sigstore.oidc.ExpiredIdentity', code: 'SLW721' },
  {
    row: 48,
    text: 'error calling fulcio.sigstore.dev: 502 Bad Gateway',
    code: 'SLW722',
  },
  {
    row: 64,
    text: 'Tag "v1" is not allowed to deploy to release due to environment protection rules.',
    code: 'SLW615',
    answered: 'is not allowed to deploy to release due to environment protection rules',
  },
  {
    row: 65,
    text: 'Branch "main" is not allowed to deploy to release due to environment protection rules.',
    code: 'SLW615',
    answered: 'is not allowed to deploy to release due to environment protection rules',
  },
  {
    row: 66,
    text: 'Tag "v0.71.0" is not allowed to deploy to release due to environment protection rules.',
    code: 'SLW615',
    answered: 'is not allowed to deploy to release due to environment protection rules',
  },
  {
    row: 68,
    text: "Error: Please ensure the 'id-token' permission is set to 'write' in your workflow.",
    code: 'SLW610',
  },
  {
    row: 69,
    text: "The nested job 'publish' is requesting 'id-token: write', but is only allowed 'id-token: none'.",
    code: 'SLW611',
  },
  { row: 70, text: 'no runs found', code: 'SLW624' },
  {
    row: 71,
    text: 'HTTP 403: Resource not accessible by integration',
    code: 'SLW625',
    upload: 'GitHub',
    answered: 'Resource not accessible by integration',
  },
  {
    row: 72,
    text: 'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission',
    code: 'SLW733',
    upload: 'GitHub',
  },
  {
    row: 73,
    text: 'HTTP 422: Validation Failed\nRelease.tag_name already exists',
    code: 'SLW734',
    answered: 'already_exists',
  },
  {
    row: 74,
    text: 'Cannot upload assets to an immutable release.',
    code: 'SLW633',
    upload: 'GitHub',
    answered: 'Cannot upload assets to an immutable release',
  },
  {
    row: 75,
    text: 'tag_name was used by an immutable release',
    code: 'SLW735',
    upload: 'GitHub',
    answered: 'tag_name was used by an immutable release',
  },
  {
    row: 76,
    text: 'remote: - Cannot create ref due to creations being restricted.',
    code: 'SLW632',
    upload: 'GitHub',
    answered: 'Cannot create ref due to creations being restricted',
  },
  {
    row: 77,
    text: 'test / Test Suite Expected — Waiting for status to be reported',
    code: 'SLW630',
  },
  {
    row: 78,
    text: 'Failed to CreateArtifact: Received non-retryable error: (409) Conflict: an artifact with this name already exists on the workflow run',
    code: 'SLW626',
  },
  {
    row: 80,
    text: 'Rust version used in Cargo.toml is not a valid python version: 1.0.0-nightly.1',
    code: 'SLW106',
  },
  {
    row: 81,
    text: 'Uploading tide-1.0.0.post1-cp39-abi3-manylinux_2_17_x86_64.whl',
    code: 'SLW106',
  },
  {
    row: 82,
    text: 'error: the lock file /tmp/x/Cargo.lock needs to be updated but --locked was passed to prevent this',
    code: 'SLW103',
  },
  {
    row: 83,
    text: 'This action is only able to run under GNU/Linux environments',
    code: 'SLW627',
  },
  {
    row: 84,
    text: 'Failed to persist attestation: Feature not available for user-owned private repositories.',
    code: 'SLW736',
  },
  {
    row: 85,
    text: 'Upgrade to GitHub Pro or make this repository public to enable this feature.',
    code: 'SLW737',
  },
];
