/** What a log says, and what it means. */
export interface Entry {
  /** Of the finding whose page tells more. */
  readonly code: string;
  /** In the words of the tool or the server; names are of no account. */
  readonly pattern: RegExp;
  /** Null where the finding itself says it. */
  readonly told: { readonly cause: string; readonly remedy: string } | null;
  /** As it stands in a log. */
  readonly sample: string;
}

/** One entry for each way in which a release is known to fail with a text. */
export const entries: readonly Entry[] = [
  {
    code: 'SLW617',
    pattern: /No Trusted Publishing config found for repository `(?<repository>[^`]+)`/i,
    told: {
      cause:
        'crates.io has no trusted publisher for this repository: none was registered, or the repository was renamed.',
      remedy: 'Register it for every crate: `npx nx run release:setup`.',
    },
    sample: 'error: No Trusted Publishing config found for repository `octo/tide`.',
  },
  {
    code: 'SLW617',
    pattern: /The provided access token is not valid for crate `(?<crate>[^`]+)`/i,
    told: {
      cause: 'The token is for other crates: this one has no publisher that matches the workflow.',
      remedy: 'Register the publisher for it, then go on: `npx nx run release:publish --continue`.',
    },
    sample: 'The provided access token is not valid for crate `tide-core`',
  },
  {
    code: 'SLW617',
    pattern:
      /The Trusted Publishing config for repository `[^`]+` (?:does not match|requires an environment)/i,
    told: {
      cause:
        'The publisher at crates.io names another owner, workflow file or environment than the run has.',
      remedy:
        'Make both say the same: the text names what was expected. `npx nx run release:doctor` compares them.',
    },
    sample:
      'The Trusted Publishing config for repository `octo/tide` does not match the workflow filename `ci.yml` in the JWT. Expected workflow filenames: `publish.yml`',
  },
  {
    code: 'SLW612',
    pattern: /Trusted Publishing does not support the `(?<event>\w+)` event trigger/i,
    told: {
      cause: "crates.io gives no token to runs of this event: they may hold strangers' code.",
      remedy: 'Publish on a pushed tag, a published release or `workflow_dispatch`.',
    },
    sample:
      'Trusted Publishing does not support the `workflow_run` event trigger due to security concerns.',
  },
  {
    code: 'SLW635',
    pattern: /Trusted Publishing tokens do not support creating new crates/i,
    told: {
      cause: 'The crate is not on crates.io yet, and an identity cannot make one.',
      remedy: 'Publish it once with a token of your own: `npx nx run release:setup`.',
    },
    sample:
      'Trusted Publishing tokens do not support creating new crates. Publish the crate manually, first',
  },
  {
    code: 'SLW620',
    pattern: /Invalid authentication token/i,
    told: {
      cause:
        'The token is older than 30 minutes, or another job asked for it and gave it back at its end.',
      remedy: 'Package first, ask for the token late, in the job that uploads.',
    },
    sample:
      'the remote server responded with an error (status 403 Forbidden): Invalid authentication token',
  },
  {
    code: 'SLW637',
    pattern: /can only be published using Trusted Publishing/i,
    told: {
      cause: 'The crate is set to trusted publishing alone, and an API token was used.',
      remedy: 'Exchange the identity, as `release:publish` does.',
    },
    sample: 'New versions of this crate can only be published using Trusted Publishing',
  },
  {
    code: 'SLW607',
    pattern: /authentication failed|this action requires authentication/i,
    told: {
      cause: 'The stored token has expired, was revoked, or is empty here.',
      remedy:
        'Publish by OIDC instead: `npx nx run release:setup`; a stored token is not needed any more.',
    },
    sample:
      'the remote server responded with an error (status 403 Forbidden): authentication failed',
  },
  {
    code: 'SLW127',
    pattern:
      /crate (?<name>\S+?)@(?<version>\S+) already exists on crates\.io index|crate version `(?<version2>[^`]+)` is already uploaded/i,
    told: {
      cause: 'This version is published: by an earlier run, or one that went half-way.',
      remedy:
        'Go on with what is missing: `npx nx run release:publish --continue`; or bump the version.',
    },
    sample: 'error: crate tide@0.3.1 already exists on crates.io index',
  },
  {
    code: 'SLW108',
    pattern: /all dependencies must have a version requirement specified/i,
    told: { cause: 'A path dependency has no version.', remedy: 'Add `version` beside `path`.' },
    sample: 'all dependencies must have a version requirement specified when publishing.',
  },
  {
    code: 'SLW109',
    pattern: /circular dependency detected while publishing/i,
    told: {
      cause: 'Crates need each other, as a rule by a dev-dependency with a version.',
      remedy: 'Take the version from the dev-dependency on a path.',
    },
    sample: 'circular dependency detected while publishing tide',
  },
  {
    code: 'SLW107',
    pattern: /missing or empty metadata fields: (?<fields>[\w, ]+)/i,
    told: { cause: 'Cargo.toml lacks what crates.io demands.', remedy: 'Add it to [package].' },
    sample: 'missing or empty metadata fields: description, license.',
  },
  {
    code: 'SLW126',
    pattern: /don't seem to be an owner/i,
    told: {
      cause: 'The name belongs to somebody else, or an invitation was not accepted.',
      remedy: 'Ask the owners, or take another name.',
    },
    sample: "this crate exists but you don't seem to be an owner.",
  },
  {
    code: 'SLW139',
    pattern: /cannot upload a crate with a reserved name/i,
    told: { cause: 'crates.io keeps this name.', remedy: 'Give the crate another name.' },
    sample: 'cannot upload a crate with a reserved name',
  },
  {
    code: 'SLW617',
    pattern: /invalid-publisher: .*Publisher with matching claims was not found/i,
    told: {
      cause:
        'No publisher at PyPI has this repository (letter by letter), workflow file and environment.',
      remedy:
        'Compare them: `npx nx run release:doctor` names the field. PyPI takes the file of a called workflow, not its caller.',
    },
    sample:
      'invalid-publisher: valid token, but no corresponding publisher (Publisher with matching claims was not found)',
  },
  {
    code: 'SLW617',
    pattern: /job_workflow_ref claim does not match/i,
    told: {
      cause: 'The workflow that uploads lies in another repository.',
      remedy: 'Write the job into a workflow of this repository.',
    },
    sample: "The job_workflow_ref claim does not match, expecting one of ['a'], got 'b'",
  },
  {
    code: 'SLW612',
    pattern: /Publishing from a workflow invoked via 'pull_request_target' is not supported/i,
    told: {
      cause: 'PyPI gives no token to runs of pull_request_target.',
      remedy: 'Publish on a pushed tag, a published release or `workflow_dispatch`.',
    },
    sample: "Publishing from a workflow invoked via 'pull_request_target' is not supported.",
  },
  {
    code: 'SLW636',
    pattern: /Non-user identities cannot create new projects/i,
    told: {
      cause: 'The project does not exist, and no pending publisher has just its name.',
      remedy: 'Correct the name in the pending publisher or in pyproject.toml.',
    },
    sample: 'Non-user identities cannot create new projects. This was probably caused by',
  },
  {
    code: 'SLW629',
    pattern: /Attestations are only supported when using Trusted Publishing/i,
    told: {
      cause: 'Attestations were sent with a stored token.',
      remedy: 'Publish by OIDC, or `attestations: false`.',
    },
    sample: 'Attestations are only supported when using Trusted Publishing',
  },
  {
    code: 'SLW618',
    pattern: /Build Config URI .* does not match expected Trusted Publisher/i,
    told: {
      cause:
        'The upload is in a called workflow: the token wants the called file, the attestation the calling one.',
      remedy: 'Write the job into the workflow that starts, and register that file.',
    },
    sample: "Certificate's Build Config URI (a) does not match expected Trusted Publisher (b)",
  },
  {
    code: 'SLW628',
    pattern: /already have publish attestations/i,
    told: { cause: 'The action ran twice in one job.', remedy: 'Use two jobs.' },
    sample: 'The following distributions already have publish attestations: dist/tide-0.3.1.tar.gz',
  },
  {
    code: 'SLW402',
    pattern: /File already exists \('(?<file>[^']+)'/i,
    told: {
      cause: 'PyPI has this file with other bytes: the version was built again.',
      remedy: 'Bump the version; or upload the files of the first build.',
    },
    sample: "File already exists ('tide-0.3.1.tar.gz', with blake2_256 hash 'ab').",
  },
  {
    code: 'SLW639',
    pattern: /releases older than 14 days is not allowed/i,
    told: { cause: 'PyPI closes a version after 14 days.', remedy: 'Release a new version.' },
    sample: 'Uploading new files to releases older than 14 days is not allowed.',
  },
  {
    code: 'SLW605',
    pattern: /unsupported platform tag '(?<tag>linux_\w+)'/i,
    told: {
      cause: 'The wheel was built outside a manylinux image.',
      remedy: 'Build with `manylinux: auto`, or `maturin build --zig`.',
    },
    sample:
      "Binary wheel 'tide-0.3.1-cp312-cp312-linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'.",
  },
  {
    code: 'SLW229',
    pattern: /License-File (?<file>\S+) does not exist in distribution file/i,
    told: {
      cause:
        'The licence file is outside the folder of the package, or a link that was not packed.',
      remedy: 'Put a copy beside pyproject.toml.',
    },
    sample:
      'License-File LICENSE does not exist in distribution file tide-0.3.1.tar.gz at tide-0.3.1/LICENSE',
  },
  {
    code: 'SLW106',
    pattern: /The use of local versions in|is not a valid python version/i,
    told: {
      cause: 'PyPI does not know this version.',
      remedy: 'Use alpha, beta or rc with a number; no `+build`.',
    },
    sample: "The use of local versions in '0.3.1+abc' is not allowed.",
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
    code: 'SLW103',
    pattern: /(?:the lock file|Cargo\.lock) .*needs to be updated/i,
    told: {
      cause: 'Cargo.lock was packed as it was before the bump.',
      remedy: 'Commit the lock file with the version: `npx nx run release:version`.',
    },
    sample: 'error: the lock file /tmp/x/Cargo.lock needs to be updated but --locked was passed',
  },
  {
    code: 'SLW627',
    pattern: /only able to run under GNU\/Linux/i,
    told: { cause: 'The PyPI action is a container.', remedy: 'Run it on ubuntu-latest.' },
    sample: 'This action is only able to run under GNU/Linux environments',
  },
  {
    code: 'SLW701',
    pattern: /JWT has already been used|invalid-reuse-token/i,
    told: null,
    sample: 'JWT has already been used',
  },
  {
    code: 'SLW702',
    pattern: /Unsupported JWT issuer|unknown trusted publishing issuer/i,
    told: null,
    sample: 'Unsupported JWT issuer: https://token.actions.githubusercontent.com/acme',
  },
  {
    code: 'SLW703',
    pattern: /no token found, please run `cargo login`/i,
    told: null,
    sample:
      'error: no token found, please run `cargo login`\nor use environment variable CARGO_REGISTRY_TOKEN',
  },
  {
    code: 'SLW704',
    pattern:
      /published too many (?:new crates|updates to existing crates) in a short period of time\. Please try again after (?<when>[^.]*? GMT)/i,
    told: null,
    sample:
      'You have published too many new crates in a short period of time. Please try again after Thu, 01 Jan 2026 00:00:00 GMT and see the rate limits for more details.',
  },
  {
    code: 'SLW705',
    pattern:
      /timeout while waiting for published dependencies|timed out waiting for .* to be available/i,
    told: null,
    sample:
      'error: unable to publish tide-py due to a timeout while waiting for published dependencies to be available.',
  },
  {
    code: 'SLW706',
    pattern:
      /failed to select a version for the requirement `(?<name>[\w-]+) = |no matching package named `(?<name2>[\w-]+)` found/i,
    told: null,
    sample: 'error: failed to select a version for the requirement `tide-core = "^0.4"`',
  },
  {
    code: 'SLW707',
    pattern:
      /files? in the working directory contain changes that were not yet committed into git/i,
    told: null,
    sample:
      'error: 1 files in the working directory contain changes that were not yet committed into git:',
  },
  {
    code: 'SLW708',
    pattern: /Source directory was modified by build\.rs/i,
    told: null,
    sample:
      'Source directory was modified by build.rs during cargo publish. Build scripts should not modify anything outside of OUT_DIR.',
  },
  {
    code: 'SLW709',
    pattern: /category slugs are not currently supported/i,
    told: null,
    sample: 'The following category slugs are not currently supported on crates.io: tides',
  },
  {
    code: 'SLW710',
    pattern: /unknown or invalid license expression/i,
    told: null,
    sample: 'unknown or invalid license expression; see the options',
  },
  {
    code: 'SLW711',
    pattern: /max upload size is: (?<bytes>\d+)/i,
    told: null,
    sample: 'max upload size is: 10485760',
  },
  {
    code: 'SLW712',
    pattern: /JSON metadata blob too large/i,
    told: null,
    sample: 'JSON metadata blob too large',
  },
  {
    code: 'SLW713',
    pattern: /wildcard \(`\*`\) dependency constraints are not allowed/i,
    told: null,
    sample: 'wildcard (`*`) dependency constraints are not allowed on crates.io.',
  },
  {
    code: 'SLW714',
    pattern: /`package\.publish` must be set to `true`/i,
    told: null,
    sample:
      'error: `tide-tests` cannot be published.\n`package.publish` must be set to `true` or a non-empty list in Cargo.toml to publish.',
  },
  {
    code: 'SLW715',
    pattern: /requests include a `User-Agent` header|violation of our API data access policy/i,
    told: null,
    sample: 'We require that all requests include a `User-Agent` header.',
  },
  {
    code: 'SLW716',
    pattern: /invalid-pending-publisher/i,
    told: null,
    sample: 'invalid-pending-publisher: valid token, but project already exists',
  },
  {
    code: 'SLW717',
    pattern: /pending (?:trusted )?publisher .*already (?:been )?registered/i,
    told: null,
    sample: 'This pending trusted publisher has already been registered',
  },
  {
    code: 'SLW718',
    pattern: /OIDC scoped token is not valid for project '(?<name>[^']+)'/i,
    told: null,
    sample: "Invalid API Token: OIDC scoped token is not valid for project 'tide'",
  },
  {
    code: 'SLW719',
    pattern: /Invalid API Token: token is expired/i,
    told: null,
    sample: 'Invalid API Token: token is expired',
  },
  {
    code: 'SLW720',
    pattern: /invalid-token: malformed or invalid token/i,
    told: null,
    sample: 'invalid-token: malformed or invalid token',
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
    code: 'SLW723',
    pattern:
      /previously used by a file that has since been deleted|This filename has already been used/i,
    told: null,
    sample:
      'This filename was previously used by a file that has since been deleted. Use a different version.',
  },
  {
    code: 'SLW724',
    pattern: /Filename '(?<file>[^']+)' is invalid, should be '(?<wanted>[^']+)'/i,
    told: null,
    sample: "Filename 'tide-py-0.3.1.tar.gz' is invalid, should be 'tide_py-0.3.1.tar.gz'.",
  },
  {
    code: 'SLW725',
    pattern: /Project size too large/i,
    told: null,
    sample: "Project size too large. Limit for project 'tide' total size is 10 GB.",
  },
  {
    code: 'SLW726',
    pattern: /File too large\. Limit for project/i,
    told: null,
    sample: "File too large. Limit for project 'tide' is 100 MB.",
  },
  {
    code: 'SLW727',
    pattern: /ZIP archive not accepted/i,
    told: null,
    sample: 'ZIP archive not accepted: Trailing data.',
  },
  {
    code: 'SLW728',
    pattern: /unrecognized or malformed field 'license-file'/i,
    told: null,
    sample:
      "InvalidDistribution: Invalid distribution metadata: unrecognized or malformed field 'license-file'",
  },
  {
    code: 'SLW729',
    pattern: /'(?<classifier>[^']+)' is not a valid classifier/i,
    told: null,
    sample: "'Topic :: Tides' is not a valid classifier.",
  },
  {
    code: 'SLW730',
    pattern: /Can't have direct dependency/i,
    told: null,
    sample: "Can't have direct dependency: moon @ git+ssh",
  },
  {
    code: 'SLW731',
    pattern: /is too similar to an existing project/i,
    told: null,
    sample: "The name 't1de' is too similar to an existing project.",
  },
  {
    code: 'SLW732',
    pattern: /Only one sdist may be uploaded per release/i,
    told: null,
    sample: 'Only one sdist may be uploaded per release.',
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
