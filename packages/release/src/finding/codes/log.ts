import { defineFinding, type FindingKind } from '../finding.ts';

/** What registries, cargo and GitHub say in a log, where no check of ours says it before. */
export interface LogContext {
  /** As the log has it. */
  readonly text: string;
}

function said(code: string, title: string, why: string, remedy: string): FindingKind<LogContext> {
  return defineFinding<LogContext>(code, {
    title,
    severity: 'error',
    message: ({ text }) => text,
    why,
    remedy: () => remedy,
    example: 'release/explanation',
  });
}

/** By code; `release:doctor --explain` looks them up. */
export const logFindings: readonly FindingKind<LogContext>[] = [
  said(
    'SLW701',
    'an identity was used twice',
    'A registry takes each token of GitHub once; retries and two registries need one each.',
    'Ask for a new token for each exchange: `release:publish` does.',
  ),
  said(
    'SLW702',
    'the registries do not know the issuer',
    'An enterprise with an issuer of its own signs tokens that neither crates.io nor PyPI takes.',
    'Publish from an organization without a custom issuer; the enterprise’s owners can take it back.',
  ),
  said(
    'SLW703',
    'cargo was given no token',
    'The secret is empty here: a fork, another environment, or a job that asked for none.',
    'Exchange the identity right before cargo runs, as `release:publish` does.',
  ),
  said(
    'SLW704',
    'too many new crates at once',
    'crates.io lets an owner make five new names, then one every ten minutes.',
    'Wait until the time that it names, then go on: `npx nx run release:publish --continue`.',
  ),
  said(
    'SLW705',
    'the index was slow to show what was published',
    'The upload is live; cargo waits a minute for the index and then gives up on the crates that need it.',
    'Go on with what is missing: `npx nx run release:publish --continue`.',
  ),
  said(
    'SLW706',
    'a crate needs a version that is not published',
    'It was published before what it needs, or the requirement names a version that crates.io does not have.',
    'Publish in the order that `npx nx run release:plan` shows, or correct the requirement.',
  ),
  said(
    'SLW707',
    'files were changed and not committed',
    'cargo packages what the commit holds; a version bump or a lock file was written in the workflow.',
    'Commit the version before the tag: `npx nx run release:version --tag`.',
  ),
  said(
    'SLW708',
    'a build script wrote into the sources',
    'cargo compares the sources before and after, and refuses what changed by itself.',
    'Write to OUT_DIR in build.rs.',
  ),
  said(
    'SLW709',
    'a category that crates.io does not know',
    'Only the slugs of its own list are taken.',
    'Correct `categories` in Cargo.toml.',
  ),
  said(
    'SLW710',
    'a licence that is no SPDX expression',
    'crates.io takes SPDX identifiers, joined by AND, OR and WITH.',
    'Correct `license` in Cargo.toml, or use `license-file`.',
  ),
  said(
    'SLW711',
    'the crate is too large',
    'crates.io takes 10 MiB, packed.',
    'Leave data out: `exclude` in Cargo.toml; `cargo package --list` shows what is in.',
  ),
  said(
    'SLW712',
    'the readme is too large',
    'crates.io takes one MiB of metadata, the readme within it.',
    'Shorten the readme, or name another: `readme` in Cargo.toml.',
  ),
  said(
    'SLW713',
    'a dependency on any version',
    'crates.io refuses `*`.',
    'Name a version in the requirement.',
  ),
  said(
    'SLW714',
    'a crate is kept from publishing',
    '`publish = false`, or a list without crates-io, in its Cargo.toml.',
    'Set `publish`, or do not name the crate.',
  ),
  said(
    'SLW715',
    'crates.io does not know who asks',
    'It refuses requests without a User-Agent, and many from programs that do not name themselves.',
    'Send a User-Agent that names the program and how to reach you.',
  ),
  said(
    'SLW716',
    'a pending publisher whose project exists',
    'Somebody made the project before; PyPI has deleted the pending publisher.',
    'Add a publisher in the settings of the project itself.',
  ),
  said(
    'SLW717',
    'one pending publisher for several projects',
    'PyPI keeps one for each repository, workflow and environment.',
    'Publish the new projects one after the other, or from environments of their own.',
  ),
  said(
    'SLW718',
    'a token that is for another project',
    'The publisher belongs to another project, or the project was deleted and made again.',
    'Add the publisher to this project.',
  ),
  said(
    'SLW719',
    'the token of PyPI is too old',
    'It lives 15 minutes: many files, or it was asked for in an earlier job.',
    'Ask for it right before the upload; `release:publish` asks again when it ages.',
  ),
  said(
    'SLW720',
    'PyPI cannot read the identity',
    'It was made for another audience (`pypi` at TestPyPI), or is older than five minutes.',
    'Ask the index for its audience, and exchange the token at once.',
  ),
  said(
    'SLW721',
    'the identity ended while attestations were made',
    'It lives five minutes, and many wheels take longer.',
    'Attest fewer files in one step, or go without: `attestations: false`.',
  ),
  said(
    'SLW722',
    'Sigstore does not answer',
    'Fulcio or Rekor, which sign attestations, are out of order.',
    'Run the job again later; what is live stays.',
  ),
  said(
    'SLW723',
    'a file name that PyPI has seen and deleted',
    'A deleted file keeps its name for ever.',
    'Release a new version.',
  ),
  said(
    'SLW724',
    'a file name that PEP 625 does not know',
    'An old build backend wrote the project’s name with hyphens or capitals.',
    'Build with a current maturin.',
  ),
  said(
    'SLW725',
    'the project has used its space',
    'PyPI gives each project 10 GB unless it is asked for more.',
    'Delete old pre-releases, or ask for more space.',
  ),
  said(
    'SLW726',
    'a file is too large',
    'PyPI takes 100 MB a file unless it is asked for more; debug symbols are the usual cause.',
    '`strip = true` in the release profile of Cargo.toml.',
  ),
  said(
    'SLW727',
    'an odd ZIP',
    'PyPI refuses archives that two readers could read in two ways.',
    'Build the wheel with maturin, and let nothing rewrite it.',
  ),
  said(
    'SLW728',
    'twine is older than the metadata',
    'Metadata 2.4 names licence files, which old versions of twine do not know.',
    'Use twine 6.1 or newer, or uv.',
  ),
  said(
    'SLW729',
    'a classifier that PyPI does not know',
    'Only those of its own list are taken.',
    'Correct `classifiers` in pyproject.toml.',
  ),
  said(
    'SLW730',
    'a dependency by address',
    'PyPI takes no `name @ address`.',
    'Name a version of a published package.',
  ),
  said(
    'SLW731',
    'a name that is too like another',
    'PyPI refuses new names that people could take for an existing one.',
    'Give the package another name.',
  ),
  said(
    'SLW732',
    'two source distributions of one version',
    'A `.zip` and a `.tar.gz`, or a job that ran twice and packed other bytes.',
    'Upload one sdist; if another one of this version is live, bump the version.',
  ),
  said(
    'SLW733',
    'a tag on a commit that changes workflows',
    'The token of a job may not push changes of workflow files.',
    'Push the tag by hand, or with a GitHub App that has `workflows: write`.',
  ),
  said(
    'SLW734',
    'the GitHub release exists',
    'An earlier run has made it, whole or half.',
    'Go on with it: `npx nx run release:publish --continue` compares its files and adds what is missing.',
  ),
  said(
    'SLW735',
    'a tag of an immutable release',
    'GitHub gives the tag of an immutable release to no other, even after it is deleted.',
    'Release a new version.',
  ),
  said(
    'SLW736',
    'attestations of a private repository',
    'GitHub keeps attestations for private repositories of organizations alone.',
    'Make the repository public, or go without.',
  ),
  said(
    'SLW737',
    'protection that the plan does not have',
    'Environments, branch protection and rulesets of private repositories need a paid plan.',
    'Make the repository public, or take a plan that has them.',
  ),
];
