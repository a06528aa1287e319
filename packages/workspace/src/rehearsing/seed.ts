import type { Commit } from '@slipway/release/history';
import type { Crate } from '@slipway/release/manifest';
import { packageKey, type ReleaseSelection } from '@slipway/release/plan';
import { boundedFetch } from '@slipway/release/request';
import { repositoryName } from '../destination/index.ts';
import { isPublished } from '../subject/index.ts';

const owner = 'owner';
const ownerId = '1';
const workflow = 'publish.yml';
const environment = 'release';

interface Publisher {
  readonly registry: string;
  readonly name: string;
}

/**
 * Makes the loopback registries what the public ones are for a repository that is set up: crates
 * exist (a trusted-publishing token cannot make one), publishers match this repository, workflow
 * and environment, PyPI projects may be pending, and tokens say that the tag was pushed.
 */
export async function seed(
  admin: string,
  { repository, stays }: ReleaseSelection,
  commit: Commit,
  tag: string,
  fetch: typeof globalThis.fetch,
): Promise<void> {
  const send = boundedFetch(fetch);
  const post = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const response = await send(`${admin}/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the rehearsal refused ${path}: ${await response.text()}`);
  };
  const name = repositoryName(commit);
  await post('claims', claims(name, tag, commit.id));
  const there = await existing(admin, send);
  const identity = {
    owner: name.split('/')[0],
    ownerId,
    repository: name.split('/')[1],
    workflow,
    environment,
  };
  const staying = new Set(stays.flatMap(({ packages }) => packages));
  const isStaying = (one: Crate): boolean => staying.has(packageKey(one));
  for (const crate of repository.crates.filter((one) => one.publishable || isStaying(one))) {
    if (there.has(`crates-io ${crate.name}`)) continue;
    const { name } = crate;
    // What an earlier release has published is seen through to where that went.
    const mirror = isStaying(crate);
    await post('projects', { registry: 'crates-io', name, versions: [], owner, mirror });
    await post('publishers', {
      registry: 'crates-io',
      name: crate.name,
      ...identity,
      pending: false,
    });
  }
  for (const python of repository.pythons.filter(isPublished)) {
    if (there.has(`pypi ${python.normalizedName}`)) continue;
    await post('publishers', { registry: 'pypi', name: python.name, ...identity, pending: true });
  }
}

async function existing(admin: string, send: typeof globalThis.fetch): Promise<Set<string>> {
  const state = (await (await send(`${admin}/state`)).json()) as { publishers?: Publisher[] };
  return new Set(
    (state.publishers ?? []).map(
      ({ registry, name }) =>
        `${registry} ${registry === 'pypi' ? name.toLowerCase().replaceAll(/[-_.]+/g, '-') : name}`,
    ),
  );
}

/** What GitHub would say of a run that this tag started. */
function claims(repository: string, tag: string, sha: string): Record<string, string> {
  const [ownerName = ''] = repository.split('/');
  const ref = `refs/tags/${tag}`;
  const file = `${repository}/.github/workflows/${workflow}@${ref}`;
  return {
    repository,
    repository_owner: ownerName,
    repository_owner_id: ownerId,
    environment,
    event_name: 'push',
    ref,
    ref_type: 'tag',
    sha,
    workflow_ref: file,
    job_workflow_ref: file,
    workflow_sha: sha,
    job_workflow_sha: sha,
    sub: `repo:${repository}:environment:${environment}`,
  };
}
