import { normalizedName } from '../pypi/name.ts';
import { canonicalName } from '../crates-io/crate-name.ts';
import type { Publisher, RegistryName } from '../state/rows.ts';
import { nextId, type State } from '../state/state.ts';
import { aFlag, anId, aText, aTextOrNull, oneOf, optional, readShape } from './shape.ts';

type Given = Omit<Publisher, 'id' | 'createdAt' | 'ownerId'> & {
  readonly ownerId: string | number;
};

/** `POST publishers`: a trusted publisher, as its form on the registry's site makes it. */
export function addPublisher(value: unknown, state: State, now: number): Publisher {
  const given = readShape<Given>('publisher', value, {
    registry: oneOf('crates-io', 'pypi', 'testpypi'),
    name: aText,
    owner: aText,
    ownerId: anId,
    repository: aText,
    workflow: aText,
    environment: optional(aTextOrNull),
    pending: optional(aFlag),
  });
  const publisher: Publisher = {
    ...given,
    id: nextId(state),
    ownerId: String(given.ownerId),
    environment: given.environment ?? null,
    pending: given.pending ?? false,
    createdAt: now,
  };
  const same = state.publishers.values().find((one) => identity(one) === identity(publisher));
  // The registries refuse a second of the same kind; to say it twice changes nothing here.
  if (same) return same;
  state.publishers.set(String(publisher.id), publisher);
  return publisher;
}

function identity(publisher: Publisher): string {
  const { registry, owner, ownerId, repository, workflow, environment, pending } = publisher;
  const name = normalName(registry, publisher.name);
  return JSON.stringify([
    registry,
    name,
    owner,
    ownerId,
    repository,
    workflow,
    environment,
    pending,
  ]);
}

function normalName(registry: RegistryName, name: string): string {
  return registry === 'crates-io' ? canonicalName(name) : normalizedName(name);
}
