import type { RunningRehearsal } from './rehearsal.ts';

/** The version that crates.io has of each crate. */
export const earlier = '0.0.1';

/** The registries as a repository has them that is set up: crates are there, publishers match the workflow. */
export async function setUpRegistries(rehearsal: RunningRehearsal, head: string): Promise<void> {
  const identity = { owner: 'octo', ownerId: '1', repository: 'tide', workflow: 'publish.yml' };
  const publisher = { ...identity, environment: 'release' };
  for (const name of ['tidewater-core', 'tidewater']) {
    await rehearsal.post('projects', {
      registry: 'crates-io',
      name,
      versions: [earlier],
      owner: 'octo',
    });
    await rehearsal.post('publishers', {
      registry: 'crates-io',
      name,
      ...publisher,
      pending: false,
    });
  }
  const name = 'tidewater-candles';
  await rehearsal.post('publishers', { registry: 'pypi', name, ...publisher, pending: true });
  await rehearsal.post('claims', {
    repository: 'octo/tide',
    repository_owner: 'octo',
    repository_owner_id: '1',
    environment: 'release',
    ref: 'refs/tags/v0.1.0',
    ref_type: 'tag',
    sha: head,
  });
}
