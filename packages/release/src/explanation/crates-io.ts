import type { Entry } from './entry.ts';

/** What crates.io says, and cargo of it. */
export const cratesIoEntries: readonly Entry[] = [
  {
    code: 'SLW403',
    patterns: [
      /read-only mode/i,
      /uploads are (?:currently|temporarily) disabled/i,
      /registration temporarily disabled/i,
    ],
    told: {
      cause: 'The registry takes nothing for the moment.',
      remedy:
        'Wait until its status page says otherwise; then go on: `npx nx run release:publish --continue`.',
    },
    sample: 'crates.io is currently in read-only mode for maintenance.',
  },
  {
    code: 'SLW617',
    patterns: [/No Trusted Publishing config found for repository `(?<repository>[^`]+)`/i],
    told: {
      cause:
        'crates.io has no trusted publisher for {repository}: none was registered, or the repository was renamed.',
      remedy: 'Register it for every crate: `npx nx run release:setup`.',
    },
    sample: 'error: No Trusted Publishing config found for repository `octo/tide`.',
  },
  {
    code: 'SLW617',
    patterns: [/The provided access token is not valid for crate `(?<crate>[^`]+)`/i],
    told: {
      cause: 'The token is for other crates: {crate} has no publisher that matches the workflow.',
      remedy:
        'Register the publisher for {crate}, then go on: `npx nx run release:publish --continue`.',
    },
    sample: 'The provided access token is not valid for crate `tide-core`',
  },
  {
    code: 'SLW617',
    patterns: [
      /does not match the workflow filename `(?<got>[^`]+)` in the JWT\. Expected workflow filenames: (?:`[^`]+`, )*`(?:\s[^`]*|[^`]*\s)`/,
    ],
    told: {
      cause:
        'The publisher has a space beside the file name, which crates.io keeps: so it never is {got}.',
      remedy: 'Delete this publisher at crates.io, and add it again without the space.',
    },
    sample:
      'The Trusted Publishing config for repository `octo/tide` does not match the workflow filename `publish.yml` in the JWT. Expected workflow filenames: ` publish.yml`',
  },
  {
    code: 'SLW617',
    patterns: [
      /does not match the workflow filename `(?<got>[^`]+)` in the JWT\. Expected workflow filenames: (?<expected>`[^`]+`(?:, `[^`]+`)*)/,
    ],
    told: {
      cause:
        'The event started {got}, and publishers name {expected}. Where one workflow calls another, crates.io looks at the caller.',
      remedy: 'Register {got} at crates.io, or publish from the file that is registered.',
    },
    sample:
      'Error: Failed to retrieve token from Cargo registry. Status: 400. Error: The Trusted Publishing config for repository `octo/tide` does not match the workflow filename `ci.yml` in the JWT. Expected workflow filenames: `publish.yml`',
  },
  {
    code: 'SLW617',
    patterns: [
      /requires an environment, but the JWT does not specify one\. Expected environments: (?<expected>`[^`]+`(?:, `[^`]+`)*)/,
    ],
    told: {
      cause: 'The publisher is for the environment {expected}, and the job has none.',
      remedy: 'Give the job that environment, or register a publisher without one.',
    },
    sample:
      'The Trusted Publishing config for repository `octo/tide` requires an environment, but the JWT does not specify one. Expected environments: `release`',
  },
  {
    code: 'SLW617',
    patterns: [
      /does not match the environment `(?<got>[^`]+)` in the JWT\. Expected environments: (?<expected>`[^`]+`(?:, `[^`]+`)*)/,
    ],
    told: {
      cause: 'The job runs in {got}, and the publisher is for {expected}.',
      remedy: 'Name the same environment in both.',
    },
    sample:
      'The Trusted Publishing config for repository `octo/tide` does not match the environment `live` in the JWT. Expected environments: `release`',
  },
  {
    code: 'SLW617',
    patterns: [
      /does not match the repository owner ID \((?<got>\d+)\) in the JWT\. Expected owner IDs: (?<expected>\d+(?:, \d+)*)/,
    ],
    told: {
      cause:
        'The owner has the number {got} at GitHub, and the publisher {expected}: the account was made anew, or the repository was transferred.',
      remedy: 'Delete this publisher at crates.io, and add it again.',
    },
    sample:
      'The Trusted Publishing config for repository `octo/tide` does not match the repository owner ID (13) in the JWT. Expected owner IDs: 12. Please recreate the Trusted Publishing config to update the repository owner ID.',
  },
  {
    code: 'SLW617',
    patterns: [
      /does not match the (?:workflow filename|repository owner ID)|requires an environment, but the JWT does not specify one/,
    ],
    told: {
      cause:
        'The publisher at crates.io names another owner, workflow file or environment than the run has.',
      remedy: 'Make both say the same: `npx nx run release:doctor` compares them.',
    },
    sample: 'The Trusted Publishing config does not match the workflow filename in the JWT.',
  },
  {
    code: 'SLW612',
    patterns: [/does not support the `(?<event>\w+)` event trigger/i],
    told: {
      cause: "crates.io gives no token to runs of {event}: they may hold strangers' code.",
      remedy: 'Publish on a pushed tag, a published release or `workflow_dispatch`.',
    },
    sample:
      'Trusted Publishing does not support the `workflow_run` event trigger due to security concerns.',
  },
  {
    code: 'SLW635',
    patterns: [/Trusted Publishing tokens do not support creating new crates/i],
    told: {
      cause: 'The crate is not on crates.io yet, and an identity cannot make one.',
      remedy: 'Publish it once with a token of your own: `npx nx run release:setup --first NAME`.',
    },
    sample:
      'Trusted Publishing tokens do not support creating new crates. Publish the crate manually, first',
  },
  {
    code: 'SLW620',
    patterns: [/Invalid authentication token/i],
    told: {
      cause:
        'The token is older than 30 minutes, or another job asked for it and gave it back at its end.',
      remedy:
        'Start again: `npx nx run release:publish --continue` asks for a token right before each upload. A job of your own packages first, and asks late.',
    },
    sample:
      'the remote server responded with an error (status 403 Forbidden): Invalid authentication token',
  },
  {
    code: 'SLW637',
    patterns: [/can only be published using Trusted Publishing/i],
    told: {
      cause: 'The crate is set to trusted publishing alone, and an API token was used.',
      remedy:
        'Exchange the identity, as `release:publish` does. In an emergency switch “Require trusted publishing for all new versions” off in the crate’s settings until the version is there.',
    },
    sample: 'New versions of this crate can only be published using Trusted Publishing',
  },
  {
    code: 'SLW607',
    patterns: [/A verified email address is required to publish crates/],
    told: {
      cause: 'The stored token belongs to an account whose address was never confirmed.',
      remedy: 'Confirm it in the settings of crates.io; or publish by OIDC, which has no account.',
    },
    sample: 'A verified email address is required to publish crates to crates.io.',
  },
  {
    code: 'SLW607',
    patterns: [
      /responded with an error(?: \(status [^)]+\))?: (?:authentication failed|this action requires authentication|this token does not have the required permissions)/,
      /^(?:error: )?authentication failed\.?$/m,
      /"detail":"(?:authentication failed|this action requires authentication)/,
    ],
    told: {
      cause: 'The stored token has expired, was revoked, or is empty here.',
      remedy:
        'Publish by OIDC instead: `npx nx run release:setup`. In an emergency make a token with the scope publish-update (publish-new for a first version) for these crates, then go on with `--continue`.',
    },
    sample:
      'the remote server responded with an error (status 403 Forbidden): authentication failed',
  },
  {
    code: 'SLW127',
    patterns: [/crate (?<name>\S+?)@(?<version>\S+) already exists on crates\.io index/],
    told: {
      cause:
        '{name} {version} is published: by an earlier run, or one that went half-way. cargo looks at every crate first.',
      remedy:
        'Go on with what is missing: `npx nx run release:publish --continue`; or bump the version.',
    },
    sample: 'error: crate tide@0.3.1 already exists on crates.io index',
  },
  {
    code: 'SLW127',
    patterns: [/crate version `(?<version>[^`]+)` is already uploaded/],
    told: {
      cause:
        '{version} is published, though the index does not show it yet; or a version that differs after the + alone.',
      remedy:
        'Go on with what is missing: `npx nx run release:publish --continue`; or bump the version.',
    },
    sample:
      'error: failed to publish tide v0.3.1 to registry at https://crates.io\n\nCaused by:\n  the remote server responded with an error (status 400 Bad Request): crate version `0.3.1` is already uploaded',
  },
  {
    code: 'SLW107',
    patterns: [/missing or empty metadata fields: (?<fields>[\w-]+(?:, [\w-]+)*)/i],
    told: {
      cause: 'Cargo.toml lacks what crates.io demands: {fields}.',
      remedy: 'Add {fields} to [package] in Cargo.toml, or inherit it from [workspace.package].',
    },
    sample: 'missing or empty metadata fields: description, license.',
  },
  {
    code: 'SLW126',
    patterns: [/don't seem to be an owner/i],
    told: {
      cause: 'The name belongs to somebody else, or an invitation was not accepted.',
      remedy: 'Ask the owners, or take another name.',
    },
    sample: "this crate exists but you don't seem to be an owner.",
  },
  {
    code: 'SLW139',
    patterns: [/cannot upload a crate with a reserved name/i],
    told: { cause: 'crates.io keeps this name.', remedy: 'Give the crate another name.' },
    sample: 'cannot upload a crate with a reserved name',
  },
  {
    code: 'SLW701',
    patterns: [/JWT has already been used|invalid-reuse-token/i],
    told: null,
    sample: 'JWT has already been used',
  },
  {
    code: 'SLW702',
    patterns: [/Unsupported JWT issuer|unknown trusted publishing issuer/i],
    told: null,
    sample: 'Unsupported JWT issuer: https://token.actions.githubusercontent.com/acme',
  },
  {
    code: 'SLW704',
    patterns: [
      /published too many new crates in a short period of time\. Please try again after (?<when>[^.]*? GMT)/,
    ],
    told: {
      cause: 'crates.io lets an owner make five new names, then one every ten minutes.',
      remedy: 'Wait until {when}, then go on: `npx nx run release:publish --continue`.',
    },
    sample:
      'You have published too many new crates in a short period of time. Please try again after Thu, 01 Jan 2026 00:00:00 GMT and see https://crates.io/docs/rate-limits for more details.',
  },
  {
    code: 'SLW704',
    patterns: [
      /published too many updates to existing crates in a short period of time\. Please try again after (?<when>[^.]*? GMT)/,
    ],
    told: {
      cause: 'crates.io takes thirty versions of a user in a row, then one a minute.',
      remedy: 'Wait until {when}, then go on: `npx nx run release:publish --continue`.',
    },
    sample:
      'You have published too many updates to existing crates in a short period of time. Please try again after Thu, 01 Jan 2026 00:00:00 GMT and see https://crates.io/docs/rate-limits for more details.',
  },
  {
    code: 'SLW704',
    patterns: [/published too many versions of this crate in the last 24 hours/],
    told: {
      cause: 'crates.io takes a number of versions of one crate a day.',
      remedy: 'Wait a day, then go on: `npx nx run release:publish --continue`.',
    },
    sample: 'You have published too many versions of this crate in the last 24 hours',
  },
  {
    code: 'SLW704',
    patterns: [/too many (?:new crates|updates to existing crates) in a short period/],
    told: null,
    sample: 'You have published too many new crates in a short period of time.',
  },
  {
    code: 'SLW709',
    patterns: [/category slugs are not currently supported/i],
    told: null,
    sample: 'The following category slugs are not currently supported on crates.io: tides',
  },
  {
    code: 'SLW710',
    patterns: [/unknown or invalid license expression/i],
    told: null,
    sample: 'unknown or invalid license expression; see the options',
  },
  {
    code: 'SLW711',
    patterns: [/max upload size is: (?<bytes>\d+)/i],
    told: null,
    sample: 'max upload size is: 10485760',
  },
  {
    code: 'SLW712',
    patterns: [/JSON metadata blob too large/i],
    told: null,
    sample: 'JSON metadata blob too large',
  },
  {
    code: 'SLW713',
    patterns: [/wildcard \(`\*`\) dependency constraints are not allowed/i],
    told: null,
    sample: 'wildcard (`*`) dependency constraints are not allowed on crates.io.',
  },
  {
    code: 'SLW715',
    patterns: [/requests include a `User-Agent` header|violation of our API data access policy/i],
    told: null,
    sample: 'We require that all requests include a `User-Agent` header.',
  },
];
