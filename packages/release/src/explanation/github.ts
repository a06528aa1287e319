import type { Entry } from './entry.ts';

/** What GitHub, its actions and Sigstore say. */
export const githubEntries: readonly Entry[] = [
  {
    code: 'SLW628',
    patterns: [/already ha(?:ve|s a) publish attestations?/],
    told: { cause: 'The action ran twice in one job.', remedy: 'Use two jobs.' },
    sample: 'The following distributions already have publish attestations: dist/tide-0.3.1.tar.gz',
  },
  {
    code: 'SLW615',
    patterns: [/Tag "(?<ref>[^"]*\d{2,}[^"]*)" is not allowed to deploy to (?<environment>\S+)/],
    told: {
      cause:
        'No tag rule of {environment} lets {ref} in: there is none, or it counts digits, and `[0-9]` is just one of them.',
      remedy:
        'Settings → Environments → {environment} → Deployment branches and tags: add the tag rule `v*`.',
    },
    sample:
      'Tag "v0.71.0" is not allowed to deploy to release due to environment protection rules.',
  },
  {
    code: 'SLW615',
    patterns: [/Tag "(?<ref>[^"]+)" is not allowed to deploy to (?<environment>\S+)/],
    told: {
      cause:
        'No tag rule of {environment} lets {ref} in: a rule for branches lets no tag in, and `*` stops at a slash.',
      remedy:
        'Settings → Environments → {environment} → Deployment branches and tags: add a tag rule such as `v*`.',
    },
    sample: 'Tag "v0.3.1" is not allowed to deploy to release due to environment protection rules.',
  },
  {
    code: 'SLW615',
    patterns: [/Branch "(?<ref>[^"]+)" is not allowed to deploy to (?<environment>\S+)/],
    told: {
      cause: 'No branch rule of {environment} lets {ref} in: a rule for tags lets no branch in.',
      remedy: 'Start the run on the tag; or add a branch rule for {ref} to {environment}.',
    },
    sample:
      'Branch "main" is not allowed to deploy to release due to environment protection rules.',
  },
  {
    code: 'SLW614',
    patterns: [
      /deployments\/environments#get-an-environment[^]{0,60}Not Found/,
      /Not Found[^]{0,120}deployments\/environments#get-an-environment/,
      /Environment not found/i,
    ],
    told: {
      cause:
        'The repository has no environment of this name. A job that names it makes it, without reviewers and rules.',
      remedy: 'Make it: `npx nx run release:setup`; or correct the name in the workflow.',
    },
    sample:
      '{"message":"Not Found","documentation_url":"https://docs.github.com/rest/deployments/environments#get-an-environment","status":"404"}gh: Not Found (HTTP 404)',
  },
  {
    code: 'SLW624',
    patterns: [/^no runs found$/m],
    told: {
      cause:
        'The workflow never started: GitHub starts none for a tag or a release that GITHUB_TOKEN has made.',
      remedy: 'Publish in the same workflow, or push the tag with the token of a GitHub App.',
    },
    sample: 'no runs found',
  },
  {
    code: 'SLW105',
    patterns: [
      /\btag (?<tag>v?\d\S*) does not match (?:the )?(?:Cargo|crate|package|pyproject|manifest)?[^\n]{0,20}\bversion (?<version>\d[^\s,;)]*)/i,
    ],
    told: {
      cause: 'The tag {tag} was pushed, and the manifest says {version}.',
      remedy:
        'Bump first, tag that commit: `npx nx run release:version --tag` writes every place and the tag.',
    },
    sample: 'Error: tag v0.3.1 does not match Cargo.toml version 0.3.0',
  },
  {
    code: 'SLW611',
    patterns: [/nested job '(?<job>[^']+)' is requesting 'id-token: write'/i],
    told: {
      cause: 'A called workflow cannot get more than its caller has.',
      remedy: 'Give `id-token: write` to the job that calls.',
    },
    sample:
      "The nested job 'upload' is requesting 'id-token: write', but is only allowed 'id-token: none'.",
  },
  {
    code: 'SLW610',
    patterns: [
      /'id-token' permission is set to 'write'|`id-token: write` permission missing|OIDC token permissions, the ACTIONS_ID_TOKEN_REQUEST_TOKEN|Unable to get ACTIONS_ID_TOKEN_REQUEST_URL|Failed to get ID Token/i,
    ],
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
    patterns: [/Resource not accessible by integration/i],
    told: {
      cause: 'The token of the job lacks a permission.',
      remedy: 'Add `contents: write` to the `permissions` of the job.',
    },
    sample: 'HttpError: Resource not accessible by integration',
  },
  {
    code: 'SLW633',
    patterns: [/Cannot upload assets to an immutable release/i],
    told: {
      cause: 'The release was published before its files came.',
      remedy:
        'Release a new version: the tag of a published release is spent. Make a draft, upload, then publish it, as `release:publish` does.',
    },
    sample: 'Cannot upload assets to an immutable release.',
  },
  {
    code: 'SLW632',
    patterns: [
      /Cannot create ref due to creations being restricted/,
      /GH013: Repository rule violations found for refs\/tags\//,
    ],
    told: {
      cause: 'A ruleset restricts who makes such tags.',
      remedy: 'Add who releases to its bypass list.',
    },
    sample: 'Cannot create ref due to creations being restricted.',
  },
  {
    code: 'SLW630',
    patterns: [/Expected — Waiting/, /Required status check "[^"]+" is expected/],
    told: {
      cause: 'No job produces the check that the branch requires.',
      remedy: 'Correct its name in the rule, or the name of the job.',
    },
    sample: 'Expected — Waiting for status to be reported',
  },
  {
    code: 'SLW626',
    patterns: [/an artifact with this name already exists/i],
    told: {
      cause: 'Two runs of a matrix upload artifacts of one name.',
      remedy: 'Put the matrix into the name.',
    },
    sample:
      'Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run',
  },
  {
    code: 'SLW627',
    patterns: [/only able to run under GNU\/Linux/i],
    told: { cause: 'The PyPI action is a container.', remedy: 'Run it on ubuntu-latest.' },
    sample: 'This action is only able to run under GNU/Linux environments',
  },
  {
    code: 'SLW721',
    patterns: [/ExpiredIdentity/, /identity token .{0,60}expired/i],
    told: null,
    sample: 'sigstore.oidc.ExpiredIdentity',
  },
  {
    code: 'SLW722',
    patterns: [
      /\b(?:fulcio|rekor)\b.{0,120}(?:\b50[0-9]\b|timed out|timeout|ETIMEDOUT|ECONNRESET)/i,
      /EAI_AGAIN (?:fulcio|rekor)/,
    ],
    told: null,
    sample: 'error calling rekor.sigstore.dev: 502 Bad Gateway',
  },
  {
    code: 'SLW733',
    patterns: [/refusing to allow a GitHub App to create or update workflow/i],
    told: null,
    sample:
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/publish.yml` without `workflows` permission',
  },
  {
    code: 'SLW734',
    patterns: [
      /\balready_exists\b/,
      /\btag_name already exists/,
      /a release with the same tag name already exists/,
      /asset under the same name already exists/,
    ],
    told: null,
    sample: 'Validation Failed: {"resource":"Release","code":"already_exists","field":"tag_name"}',
  },
  {
    code: 'SLW735',
    patterns: [/tag_name was used by an immutable release/i],
    told: null,
    sample: 'tag_name was used by an immutable release',
  },
  {
    code: 'SLW736',
    patterns: [/Failed to persist attestation: Feature not available/i],
    told: null,
    sample:
      'Failed to persist attestation: Feature not available for user-owned private repositories.',
  },
  {
    code: 'SLW737',
    patterns: [/Upgrade to GitHub (?:Pro|Team)/i],
    told: null,
    sample: 'Upgrade to GitHub Pro or make this repository public to enable this feature.',
  },
];
