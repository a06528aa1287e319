import { workflowFile, type Publisher, type Refusal, type RunClaims } from './publisher.ts';

/** Events whose runs may hold code of strangers; crates.io gives them no token. */
export const cratesIoForbids = ['pull_request_target', 'workflow_run'];

/**
 * Why crates.io would give a run no token; null when a publisher matches. In the order of
 * `src/controllers/trustpub/tokens/exchange` of rust-lang/crates.io: it reads `workflow_ref`, takes
 * owner, repository and environment in any letter case, and the file name exactly.
 */
export function refusedByCratesIo(
  publishers: readonly Publisher[],
  claims: RunClaims,
): Refusal | null {
  const { repository, event_name: event } = claims;
  if (cratesIoForbids.includes(event)) {
    const text = `Trusted Publishing does not support the \`${event}\` event trigger due to security concerns. Please use a different trigger such as \`push\`, \`release\`, or \`workflow_dispatch\`.`;
    return { field: 'event', expected: ['push', 'release', 'workflow_dispatch'], got: event, text };
  }
  const config = `The Trusted Publishing config for repository \`${repository}\``;
  let left = publishers.filter((one) => same(`${one.owner}/${one.repository}`, repository));
  if (left.length === 0) {
    return {
      field: 'repository',
      expected: publishers.map((one) => `${one.owner}/${one.repository}`),
      got: repository,
      text: `No Trusted Publishing config found for repository \`${repository}\`.`,
    };
  }
  const before = left;
  const id = claims.repository_owner_id;
  left = left.filter(({ ownerId }) => ownerId === null || id === null || ownerId === id);
  if (left.length === 0) {
    const expected = before.map(({ ownerId }) => ownerId ?? '');
    const text = `${config} does not match the repository owner ID (${id}) in the JWT. Expected owner IDs: ${unique(expected).join(', ')}. Please recreate the Trusted Publishing config to update the repository owner ID.`;
    return { field: 'owner id', expected, got: id ?? '', text };
  }
  return refusedWorkflow(config, left, claims);
}

function refusedWorkflow(
  config: string,
  publishers: readonly Publisher[],
  { workflow_ref, environment }: RunClaims,
): Refusal | null {
  const file = workflowFile(workflow_ref) ?? '';
  const left = publishers.filter(({ workflow }) => workflow === file);
  if (left.length === 0) {
    const expected = publishers.map(({ workflow }) => workflow);
    const text = `${config} does not match the workflow filename \`${file}\` in the JWT. Expected workflow filenames: ${quoted(expected)}`;
    return { field: 'workflow', expected, got: file, text };
  }
  const matches = left.some(
    (one) =>
      one.environment === null || (environment !== null && same(one.environment, environment)),
  );
  if (matches) return null;
  const expected = left.map((one) => one.environment ?? '');
  const text =
    environment === null
      ? `${config} requires an environment, but the JWT does not specify one. Expected environments: ${quoted(expected)}`
      : `${config} does not match the environment \`${environment}\` in the JWT. Expected environments: ${quoted(expected)}`;
  return { field: 'environment', expected, got: environment ?? 'none', text };
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const unique = (values: readonly string[]): string[] => [...new Set(values)];
const quoted = (values: readonly string[]): string =>
  unique(values)
    .map((value) => `\`${value}\``)
    .join(', ');
