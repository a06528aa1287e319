import type { Workshop } from '@slipway/release/command';
import {
  readCommit,
  readTags,
  type Commit,
  type TagFormat,
  type TagOfVersion,
} from '@slipway/release/history';
import type { Repository } from '@slipway/release/manifest';
import { loadRepository } from './repository.ts';

type Place = Pick<Workshop, 'root' | 'ports'>;

/** What is being released: manifests and git's state, each read once a process. */
export interface Subject {
  repository(): Promise<Repository>;
  commit(): Promise<Commit>;
  tags(): Promise<{ tags: TagOfVersion[]; formats: TagFormat[] }>;
}

export function subjectOf(place: Place): Subject {
  return {
    repository: once(() => loadRepository(place)),
    commit: once(() => readCommit(place)),
    tags: once(() => readTags(place)),
  };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => (answer ??= read());
}
