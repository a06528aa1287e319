import { defineFinding } from '../finding.ts';

export const retreatTokenMissing = defineFinding<{
  registry: string;
  what: string;
  variable: string;
  needs: string;
}>('SLW430', {
  title: 'a token is needed to withdraw a release',
  severity: 'error',
  message: ({ registry, what }) => `${registry} needs a token to ${what}`,
  why: 'A release is withdrawn in its owner’s name; a trusted-publishing token may not. The token is used now, and kept nowhere.',
  remedy: ({ variable, needs }) =>
    `Set ${variable} to a token with ${needs}, or type it in where it is asked for; then run it again: what is done already stays done.`,
  example: {
    registry: 'crates.io',
    what: 'yank tide-core-0.3.1.crate',
    variable: 'CARGO_REGISTRY_TOKEN',
    needs: 'the scope yank',
  },
});

export const retreatRefused = defineFinding<{ registry: string; file: string; detail: string }>(
  'SLW431',
  {
    title: 'a registry refused to withdraw a release',
    severity: 'error',
    message: ({ registry, file, detail }) => `${registry} left ${file} as it is: ${detail}`,
    why: 'What was withdrawn before it stays so, and nothing after it was touched.',
    remedy: () => 'Mend what the registry names; then run it again, which goes on from here.',
    example: {
      registry: 'crates.io',
      file: 'tide-core-0.3.1.crate',
      detail: 'must already be an owner to yank or unyank',
    },
  },
);

export const retreatTokenTooWeak = defineFinding<{
  registry: string;
  file: string;
  detail: string;
}>('SLW432', {
  title: 'a token may not withdraw a release',
  severity: 'error',
  message: ({ registry, file, detail }) =>
    `${registry} does not let this token change ${file}: ${detail}`,
  why: 'crates.io wants an API token of an owner, with the scope yank and for these crates; no token of trusted publishing has it.',
  remedy: () =>
    'Make a token with the scope yank at https://crates.io/settings/tokens/new, set CARGO_REGISTRY_TOKEN to it, run it again, and revoke the token afterwards.',
  example: {
    registry: 'crates.io',
    file: 'tide-core-0.3.1.crate',
    detail: 'this token does not have the required permissions to perform this action',
  },
});

export const nothingToRetreat = defineFinding<{ tag: string; packages: readonly string[] }>(
  'SLW433',
  {
    title: 'nothing of a release is live',
    severity: 'error',
    message: ({ tag, packages }) =>
      packages.length === 0
        ? `nothing was released as ${tag}`
        : `no registry has anything of ${tag}: ${packages.join(', ')}`,
    why: 'What was never published cannot be withdrawn; perhaps another version is meant.',
    remedy: () => 'Name the tag of the release: `npx nx run release:retreat --tag v1.2.3`.',
    example: { tag: 'v0.3.1', packages: ['tide-core-0.3.1.crate', 'tide 0.3.1', 'v0.3.1'] },
  },
);

export const noSuchTag = defineFinding<{ tag: string | null }>('SLW434', {
  title: 'there is no such tag',
  severity: 'error',
  message: ({ tag }) =>
    tag === null ? 'no tag of this repository names a release' : `git knows no tag ${tag}`,
  why: 'The tag says which commit was released, and so which packages and versions.',
  remedy: () => 'Fetch the tags (`git fetch --tags`), and name one: `--tag v1.2.3`.',
  example: { tag: 'v0.3.1' },
});

export const tokenUnreadable = defineFinding<{ source: string }>('SLW435', {
  title: 'a token holds what no token has',
  severity: 'error',
  message: ({ source }) =>
    `${source} holds spaces, line breaks or other characters that are in no token`,
  why: 'It is not sent anywhere: no registry would take it.',
  remedy: ({ source }) => `Copy the token again, whole and alone: ${source}.`,
  example: { source: 'CARGO_REGISTRY_TOKEN' },
});
