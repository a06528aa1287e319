import {
  differencesOf,
  environmentRule,
  ownerRule,
  repositoryOf,
  workflowFile,
  type Difference,
  type Field,
  type FieldRule,
  type Publisher,
  type Refusal,
  type RunClaims,
} from './publisher.ts';

/** Events whose runs may hold code of strangers; crates.io gives them no token. */
export const cratesIoForbids = ['pull_request_target', 'workflow_run'];

/**
 * In the order of `src/controllers/trustpub/tokens/exchange` of rust-lang/crates.io, which takes owner,
 * repository and environment in any letter case, and exactly the file of `workflow_ref`: that of the caller.
 */
const rules: readonly FieldRule[] = [
  {
    field: 'repository',
    expected: repositoryOf,
    got: ({ repository }) => repository,
    matches: (publisher, { repository }) =>
      repositoryOf(publisher).toLowerCase() === repository.toLowerCase(),
  },
  ownerRule,
  {
    field: 'workflow',
    expected: ({ workflow }) => workflow,
    got: ({ workflow_ref: ref }) => workflowFile(ref) ?? ref,
    matches: ({ workflow }, { workflow_ref: ref }) => workflow === workflowFile(ref),
  },
  environmentRule,
];

/** Why crates.io would give a run no token; null when a publisher matches. */
export function refusedByCratesIo(
  publishers: readonly Publisher[],
  claims: RunClaims,
): Refusal | null {
  const { event_name: event } = claims;
  const [first, ...more] = [
    ...(cratesIoForbids.includes(event) ? [forbidden(event)] : []),
    ...differencesOf(publishers, claims, rules),
  ];
  return first ? { differences: [first, ...more], text: words[first.field](first, claims) } : null;
}

/** What crates.io says to an upload with a token that was given for other crates. */
export function notForCrate(name: string): string {
  return `The provided access token is not valid for crate \`${name}\``;
}

const forbidden = (got: string): Difference => ({
  field: 'event',
  expected: ['push', 'release', 'workflow_dispatch'],
  got,
});

const config = ({ repository }: RunClaims): string =>
  `The Trusted Publishing config for repository \`${repository}\``;

const quoted = (values: readonly string[]): string =>
  values.map((value) => `\`${value}\``).join(', ');

const words: Readonly<Record<Field, (difference: Difference, claims: RunClaims) => string>> = {
  event: ({ got }) =>
    `Trusted Publishing does not support the \`${got}\` event trigger due to security concerns. Please use a different trigger such as \`push\`, \`release\`, or \`workflow_dispatch\`.`,
  repository: ({ got }) => `No Trusted Publishing config found for repository \`${got}\`.`,
  'owner id': ({ expected, got }, claims) =>
    `${config(claims)} does not match the repository owner ID (${got}) in the JWT. Expected owner IDs: ${expected.join(', ')}. Please recreate the Trusted Publishing config to update the repository owner ID.`,
  workflow: ({ expected, got }, claims) =>
    `${config(claims)} does not match the workflow filename \`${got}\` in the JWT. Expected workflow filenames: ${quoted(expected)}`,
  environment: ({ expected, got }, claims) =>
    claims.environment === null
      ? `${config(claims)} requires an environment, but the JWT does not specify one. Expected environments: ${quoted(expected)}`
      : `${config(claims)} does not match the environment \`${got}\` in the JWT. Expected environments: ${quoted(expected)}`,
};
