/** What a registry says when it refuses an upload, and what mends it. They have no codes: only their texts. */
interface Refusal {
  readonly text: RegExp;
  readonly remedy: string;
}

const bump = (why: string): string => `${why}: bump the version and release again.`;

/** The index shows, from one of its caches, what was before the crate of this release that another one needs. */
export const unmetRequirement =
  /failed to select a version for the requirement|no matching package named/;

export const cratesIoRefusals: readonly Refusal[] = [
  {
    text: /could not resolve proxy|CONNECT tunnel failed/i,
    remedy:
      'The proxy does not work: correct HTTPS_PROXY, or `http.proxy` of cargo or git, and start again with --continue.',
  },
  { text: /already (exists|uploaded)/, remedy: bump('This version was published before') },
  {
    text: /do not support creating new crates/,
    remedy:
      'The first version of a crate is published by hand: `cargo publish` with an API token; then add the trusted publisher.',
  },
  {
    text: /not valid for crate/,
    remedy:
      'Add the trusted publisher to this crate as well: the token covers configured crates only.',
  },
  {
    text: /only be published using Trusted Publishing/,
    remedy:
      'Publish by the workflow. In an emergency switch “Require trusted publishing for all new versions” off in the settings of the crate at crates.io, start again with --continue, and switch it on again.',
  },
  {
    text: /authentication failed|does not have the required permissions/,
    remedy:
      'Make a token with the scope publish-update (publish-new for a first version) for these crates at https://crates.io/settings/tokens/new, and start again with --continue.',
  },
  {
    text: /Invalid authentication token/,
    remedy:
      'The token was too old or given back already: start again with --continue, which asks for another right before each upload.',
  },
  {
    text: /missing or empty metadata fields/,
    remedy: 'Add the fields to Cargo.toml; this needs a new version only if this one is live.',
  },
  {
    text: unmetRequirement,
    remedy:
      'A crate that this one needs does not show at crates.io: if this release published it, start again with --continue in some minutes; if not, correct the requirement.',
  },
  {
    text: /don't seem to be an owner/,
    remedy: 'The name belongs to somebody else: rename the crate, or be invited as an owner.',
  },
  {
    text: /max upload size is/,
    remedy:
      'Leave data out: `exclude` in Cargo.toml; `cargo package --list` shows what is in. Then tag the smaller one.',
  },
  {
    text: /metadata blob too large/,
    remedy: 'Shorten the readme, or name a shorter one: `readme` in Cargo.toml.',
  },
  {
    text: /category slugs are not currently supported/,
    remedy: 'Correct `categories` in Cargo.toml: crates.io lists those there are.',
  },
  {
    text: /invalid license expression/,
    remedy:
      'Write an SPDX expression into `license` in Cargo.toml, such as `MIT OR Apache-2.0`; or use `license-file`.',
  },
  {
    text: /wildcard \(`\*`\) dependency/,
    remedy: 'Name a version in the requirement: crates.io takes no `*`.',
  },
  {
    text: /cannot be published/,
    remedy: 'Set `publish` in its Cargo.toml, or leave the crate out of the release.',
  },
  {
    text: /User-Agent|data access policy/,
    remedy: 'crates.io does not serve what asks here: look for a proxy that changes User-Agent.',
  },
  {
    text: /too many (new crates|updates|versions)/,
    remedy:
      'Start again with --continue after the instant that crates.io names; what is live stays.',
  },
  {
    text: /read-only mode/,
    remedy:
      'crates.io takes nothing for the moment: start again with --continue when its status page says so.',
  },
];

export const pypiRefusals: readonly Refusal[] = [
  {
    text: /File already exists/,
    remedy: bump('This file was published before with other bytes'),
  },
  {
    text: /previously used by a file that has since been deleted/,
    remedy: 'A deleted file name is never free again: bump the version.',
  },
  {
    text: /older than 14 days/,
    remedy: 'A release takes no new files after 14 days: bump the version.',
  },
  {
    text: /Non-user identities cannot create new projects/,
    remedy: 'Register a pending publisher whose project name is exactly the one in pyproject.toml.',
  },
  {
    text: /Attestations are only supported when using Trusted Publishing/,
    remedy: 'Publish by the workflow and its identity; or set `attestations: false`.',
  },
  {
    text: /does not match expected Trusted Publisher/,
    remedy:
      'The attestation names the workflow that was started: write the publishing job into it and register that file; or set `attestations: false`.',
  },
  {
    text: /attestation/i,
    remedy:
      'Start again with --continue, which attests anew; to release without attestations, set `attestations: false`.',
  },
  {
    text: /not valid for project/,
    remedy: 'Add this repository, workflow and environment as a trusted publisher of this project.',
  },
  {
    text: /token is expired/,
    remedy: 'Start again with --continue, which asks for another token right before the upload.',
  },
  {
    text: /unsupported platform tag/,
    remedy:
      'Build the wheel for a manylinux or musllinux platform: `platforms` of @slipway/nx/plugin in nx.json; then tag it anew.',
  },
  {
    text: /License-File .* does not exist/,
    remedy:
      'Put the licence beside pyproject.toml, as a file and not as a link, or name the one there is in `license-files`.',
  },
  {
    text: /is invalid, should be/,
    remedy: 'Build with a current maturin, which writes the name as PEP 625 wants it.',
  },
  {
    text: /use of local versions/,
    remedy: 'Take the `+…` off the version in Cargo.toml: PyPI takes no local versions.',
  },
  {
    text: /Project size too large/,
    remedy:
      'Delete old pre-releases at PyPI, or ask for more room; then start again with --continue.',
  },
  {
    text: /File too large/,
    remedy:
      'Make it smaller (`strip = true` in the release profile of Cargo.toml), or ask PyPI for more.',
  },
  {
    text: /ZIP archive not accepted/,
    remedy: 'Build the wheel with maturin, and let nothing rewrite it afterwards.',
  },
  {
    text: /not a valid classifier/,
    remedy: 'Correct `classifiers` in pyproject.toml: PyPI lists those there are.',
  },
  {
    text: /Can't have direct dependency/,
    remedy: 'Name a version of a published package: PyPI takes no `name @ address`.',
  },
  {
    text: /too similar to an existing project/,
    remedy: 'Give the package another name in pyproject.toml.',
  },
  {
    text: /Only one sdist may be uploaded/,
    remedy: bump('The version has another sdist already'),
  },
  {
    text: /isn't allowed to upload to project/,
    remedy: 'The name belongs to somebody else: rename the package, or be invited as a maintainer.',
  },
  {
    text: /read-only mode|uploads are currently disabled|temporarily disabled/i,
    remedy: 'PyPI takes nothing for the moment: start again with --continue later.',
  },
];

export const githubRefusals: readonly Refusal[] = [
  {
    text: /immutable release/,
    remedy:
      'A published release of this repository takes no files, and its tag is spent: release a new version.',
  },
  {
    text: /Resource not accessible by integration/,
    remedy: 'Give the job `permissions: contents: write`, and start again with --continue.',
  },
  {
    text: /creations being restricted/,
    remedy:
      'A ruleset keeps this tag from being made: push the tag before, or let the workflow bypass the ruleset.',
  },
  {
    text: /without `workflows` permission/,
    remedy: 'Push the tag by hand, or with a GitHub App that has `workflows: write`.',
  },
];

/** The remedy for what a registry said; null where it is not known. */
export function remedyFor(text: string, known: readonly Refusal[]): string | null {
  return known.find((one) => one.text.test(text))?.remedy ?? null;
}
