import { blobsInMemory } from './blobs.ts';
import type { Publisher } from './rows.ts';
import { newSecrets } from './secrets.ts';
import { nextId, newState, type State } from './state.ts';

/** Noon of a day in 2026: the tests' instant. */
export const noon = Date.UTC(2026, 10, 23, 12);

export function aState(): State {
  return newState(blobsInMemory(), newSecrets());
}

/** A publisher that the usual claims match. */
export function withPublisher(state: State, change: Partial<Publisher> = {}): Publisher {
  const publisher: Publisher = {
    id: nextId(state),
    registry: 'crates-io',
    name: 'some-crate',
    owner: 'local',
    ownerId: '1',
    repository: 'workspace',
    workflow: 'publish.yml',
    environment: 'release',
    pending: false,
    createdAt: noon,
    ...change,
  };
  state.publishers.set(String(publisher.id), publisher);
  return publisher;
}
