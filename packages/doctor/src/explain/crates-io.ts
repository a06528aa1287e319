import type { Entry } from './entry.ts';

/** What cargo and crates.io say. */
export const cratesIoEntries: readonly Entry[] = [
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
      remedy: 'Publish it once with a token of your own: `npx nx run release:setup --first NAME`.',
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
    code: 'SLW103',
    pattern: /(?:the lock file|Cargo\.lock) .*needs to be updated/i,
    told: {
      cause: 'Cargo.lock was packed as it was before the bump.',
      remedy: 'Commit the lock file with the version: `npx nx run release:version`.',
    },
    sample: 'error: the lock file /tmp/x/Cargo.lock needs to be updated but --locked was passed',
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
];
