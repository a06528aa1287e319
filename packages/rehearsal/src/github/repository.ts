import { Refusal, type HttpRequest } from '../message/message.ts';
import type { GithubRelease, GithubRepository } from '../state/rows.ts';
import type { State } from '../state/state.ts';

export function repositoryOf({ parameters: { owner, repo } }: HttpRequest): string {
  return `${owner}/${repo}`;
}

const newRepository: GithubRepository = {
  fullName: null,
  visibility: 'public',
  plan: 'free',
  defaultBranch: 'main',
  immutableReleases: false,
  spentTags: [],
  environments: [],
  protections: {},
  rulesets: [],
  attestations: [],
  refs: {},
  issues: [],
};

export function repositorySettings(repository: string, state: State): GithubRepository {
  return { ...newRepository, ...state.repositories.get(repository.toLowerCase()) };
}

/** Keeps what changed of a repository's settings. */
export function changeSettings(
  repository: string,
  change: Partial<GithubRepository>,
  state: State,
): void {
  const settings = repositorySettings(repository, state);
  state.repositories.set(repository.toLowerCase(), { ...settings, ...change });
}

export function releasesOf(repository: string, state: State): GithubRelease[] {
  const wanted = repository.toLowerCase();
  return state.releases.values().filter((release) => release.repository.toLowerCase() === wanted);
}

/** The release that the path names, of the repository that the path names. */
export function knownRelease(request: HttpRequest, state: State): GithubRelease {
  const release = state.releases.get(request.parameters['id'] ?? '');
  if (release && releasesOf(repositoryOf(request), state).includes(release)) return release;
  throw new Refusal(404, 'Not Found');
}

/** GitHub's 422: what is wrong with which field of what. */
export function invalid(errors: readonly (Readonly<Record<string, string>> | string)[]): Refusal {
  return new Refusal(422, 'Validation Failed', { code: JSON.stringify(errors) });
}

/** GitHub's 422 for a body that lacks what its schema demands. */
export function unsupplied(fields: readonly string[]): Refusal {
  const list = fields.map((field) => `"${field}"`).join(', ');
  return new Refusal(
    422,
    `Invalid request.\n\n${list} ${fields.length === 1 ? "wasn't" : "weren't"} supplied.`,
  );
}

export function readJson(request: HttpRequest): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8') || '{}');
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below, as for any other value that is no object.
  }
  throw new Refusal(400, 'Problems parsing JSON');
}
