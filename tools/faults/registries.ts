import { openDirect, type DirectRehearsal } from '../../packages/rehearsal/src/index.ts';
import { commit, repository, tag } from './release.ts';
import type { Subject } from './subject.ts';

/** When every run begins. */
export const start = Date.UTC(2026, 10, 23, 12);

/** Everything that is live: files with their digests, and that the GitHub release is public, and one. */
export function endState(registries: DirectRehearsal): ReadonlyMap<string, string> {
  const { files, releases } = registries.state();
  const rows = files.map(({ registry, file, sha256 }): [string, string] => [
    `${registry} ${file}`,
    sha256,
  ]);
  const drafts = (releases as readonly { draft: boolean }[]).map(
    ({ draft }, at): [string, string] => [`release ${at}`, draft ? 'draft' : 'public'],
  );
  return new Map([...rows, ...drafts]);
}

/** Registries that know the packages, the crates with some versions or not at all, and what the tag's workflow may do. */
export async function seededRegistries(
  { crates, python }: Subject,
  known: { readonly versions: readonly string[] } | null = { versions: ['0.1.0'] },
): Promise<DirectRehearsal> {
  const registries = await openDirect(() => start);
  const post = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await registries.fetch(`${registries.ready.admin}/${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  };
  const [owner, name] = repository.split('/');
  const ref = `refs/tags/${tag}`;
  const file = `${repository}/.github/workflows/publish.yml@${ref}`;
  await post('claims', {
    repository,
    repository_owner: owner,
    repository_owner_id: '1',
    environment: 'release',
    event_name: 'push',
    ref,
    ref_type: 'tag',
    sha: commit,
    workflow_ref: file,
    job_workflow_ref: file,
    sub: `repo:${repository}:environment:release`,
  });
  const publisher = {
    owner,
    ownerId: '1',
    repository: name,
    workflow: 'publish.yml',
    environment: 'release',
  };
  for (const { package: crate } of known === null ? [] : crates) {
    await post('projects', { registry: 'crates-io', name: crate, ...known, owner: 'owner' });
    await post('publishers', { registry: 'crates-io', name: crate, ...publisher, pending: false });
  }
  for (const project of python) {
    await post('publishers', { registry: 'pypi', name: project.name, ...publisher, pending: true });
  }
  await moveTag(commit, registries);
  return registries;
}

/** Somebody puts the tag on another commit, with a token of the repository's owner. */
export async function moveTag(sha: string, registries: DirectRehearsal): Promise<void> {
  const { api, ownerToken } = registries.ready.github;
  const refs = `${api}/repos/${repository}/git/refs`;
  const headers = { authorization: `Bearer ${ownerToken}`, 'user-agent': 'somebody' };
  await registries.fetch(`${refs}/tags/${tag}`, { method: 'DELETE', headers });
  const body = JSON.stringify({ ref: `refs/tags/${tag}`, sha });
  const response = await registries.fetch(refs, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`the tag: ${await response.text()}`);
}
