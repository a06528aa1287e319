import type { Entry } from './entry.ts';

/** What GitHub, its actions and Sigstore say. */
export const githubEntries: readonly Entry[] = [
  {
    code: 'SLW628',
    pattern: /already have publish attestations/i,
    told: { cause: 'The action ran twice in one job.', remedy: 'Use two jobs.' },
    sample: 'The following distributions already have publish attestations: dist/tide-0.3.1.tar.gz',
  },
  {
    code: 'SLW615',
    pattern:
      /(?<kind>Tag|Branch) "(?<ref>[^"]+)" is not allowed to deploy to (?<environment>\S+) due to environment protection rules/i,
    told: {
      cause:
        'The rules of the environment do not let this ref in: a rule for branches lets no tag in, `[0-9]` is one digit.',
      remedy:
        'Settings → Environments → Deployment branches and tags: add a rule for it, such as the tag rule `v*`.',
    },
    sample: 'Tag "v0.3.1" is not allowed to deploy to release due to environment protection rules.',
  },
  {
    code: 'SLW611',
    pattern: /nested job '(?<job>[^']+)' is requesting 'id-token: write'/i,
    told: {
      cause: 'A called workflow cannot get more than its caller has.',
      remedy: 'Give `id-token: write` to the job that calls.',
    },
    sample:
      "The nested job 'upload' is requesting 'id-token: write', but is only allowed 'id-token: none'.",
  },
  {
    code: 'SLW610',
    pattern:
      /'id-token' permission is set to 'write'|`id-token: write` permission missing|OIDC token permissions, the ACTIONS_ID_TOKEN_REQUEST_TOKEN|Unable to get ACTIONS_ID_TOKEN_REQUEST_URL|Failed to get ID Token/i,
    told: {
      cause:
        'The job may not ask for an identity: `id-token: write` is missing, or a pull request of a fork started it.',
      remedy:
        'Add `permissions: id-token: write` to the job; what a job writes replaces the permissions of the workflow.',
    },
    sample: "Please ensure the 'id-token' permission is set to 'write' in your workflow.",
  },
  {
    code: 'SLW625',
    pattern: /Resource not accessible by integration/i,
    told: {
      cause: 'The token of the job lacks a permission, as a rule `contents: write`.',
      remedy: 'Add it to the `permissions` of the job.',
    },
    sample: 'HttpError: Resource not accessible by integration',
  },
  {
    code: 'SLW633',
    pattern: /Cannot upload assets to an immutable release/i,
    told: {
      cause: 'The release was published before its files came.',
      remedy: 'Make a draft, upload, then publish it.',
    },
    sample: 'Cannot upload assets to an immutable release.',
  },
  {
    code: 'SLW632',
    pattern:
      /Cannot create ref due to creations being restricted|GH013: Repository rule violations/i,
    told: {
      cause: 'A ruleset restricts who makes such tags.',
      remedy: 'Add who releases to its bypass list.',
    },
    sample: 'Cannot create ref due to creations being restricted.',
  },
  {
    code: 'SLW630',
    pattern: /Expected — Waiting for status/i,
    told: {
      cause: 'No job produces the check that the branch requires.',
      remedy: 'Correct its name in the rule, or the name of the job.',
    },
    sample: 'Expected — Waiting for status to be reported',
  },
  {
    code: 'SLW626',
    pattern: /an artifact with this name already exists/i,
    told: {
      cause: 'Two runs of a matrix upload artifacts of one name.',
      remedy: 'Put the matrix into the name.',
    },
    sample:
      'Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run',
  },
  {
    code: 'SLW627',
    pattern: /only able to run under GNU\/Linux/i,
    told: { cause: 'The PyPI action is a container.', remedy: 'Run it on ubuntu-latest.' },
    sample: 'This action is only able to run under GNU/Linux environments',
  },
  {
    code: 'SLW721',
    pattern: /ExpiredIdentity|identity token .*expired/i,
    told: null,
    sample: 'sigstore.oidc.ExpiredIdentity',
  },
  {
    code: 'SLW722',
    pattern: /(?:fulcio|rekor)\S*.*(?:50[0-9]|EAI_AGAIN|timed? ?out|ETIMEDOUT)/i,
    told: null,
    sample: 'error calling rekor.sigstore.dev: 502 Bad Gateway',
  },
  {
    code: 'SLW733',
    pattern: /refusing to allow a GitHub App to create or update workflow/i,
    told: null,
    sample:
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/publish.yml` without `workflows` permission',
  },
  {
    code: 'SLW734',
    pattern: /\balready_exists\b/i,
    told: null,
    sample: 'Validation Failed: {"resource":"Release","code":"already_exists","field":"tag_name"}',
  },
  {
    code: 'SLW735',
    pattern: /tag_name was used by an immutable release/i,
    told: null,
    sample: 'tag_name was used by an immutable release',
  },
  {
    code: 'SLW736',
    pattern: /Failed to persist attestation: Feature not available/i,
    told: null,
    sample:
      'Failed to persist attestation: Feature not available for user-owned private repositories.',
  },
  {
    code: 'SLW737',
    pattern: /Upgrade to GitHub (?:Pro|Team)/i,
    told: null,
    sample: 'Upgrade to GitHub Pro or make this repository public to enable this feature.',
  },
];
