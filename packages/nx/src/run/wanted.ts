import { roadsOf } from '@slipway/doctor/claims';
import { askJson, type Evidence } from '@slipway/doctor/evidence';
import type { Wanted } from '@slipway/doctor/fix';
import { readWorkflows } from '@slipway/doctor/workflow';
import { setupRefused, setupUnplaced } from '@slipway/release/finding';
import { sourcesHere } from './evidence.ts';
import type { Stage } from './stage.ts';

/** What a user may wish otherwise. */
export interface SetupWishes {
  readonly environment?: string;
  readonly workflow?: string;
  readonly reviewers?: readonly string[];
  readonly waitTimer?: number;
  readonly checks?: readonly string[];
}

/**
 * What this repository is to be set up with: for the workflow that publishes, its environment and its tags.
 * @throws SlipwayError SLW645 without a repository at GitHub, SLW642 for a reviewer who is not there.
 */
export async function wantedSetup(
  wishes: SetupWishes,
  { remote, tag, github }: Evidence,
  stage: Stage,
): Promise<Wanted> {
  const facts = github.repository.known ? github.repository.value : null;
  const repository = facts?.name ?? remote;
  if (repository === null) throw setupUnplaced.error({});
  const branch = facts?.defaultBranch ?? 'main';
  const { texts, listing } = await stage.subject.texts();
  const { workflows } = readWorkflows(texts, listing);
  const road = roadsOf(workflows, { tag, branch }).find(
    ({ publish }) => publish.registry === 'crates.io' || publish.registry === 'PyPI',
  );
  const written = road?.job.environment?.value;
  const environment =
    wishes.environment ?? (written && !written.includes('${{') ? written : 'release');
  const workflow = wishes.workflow ?? road?.started.file.split('/').at(-1) ?? 'publish.yml';
  const [owner = '', name = ''] = repository.split('/');
  const pattern = `${tag.replace(/\d.*$/, '')}*`;
  return {
    repository,
    environment,
    reviewers: await reviewersOf(wishes.reviewers ?? [], stage),
    waitTimer: wishes.waitTimer ?? 0,
    rules: [
      { name: branch, type: 'branch' },
      { name: pattern, type: 'tag' },
    ],
    branch,
    checks: wishes.checks ?? [],
    tags: `refs/tags/${pattern}`,
    publisher: { owner, ownerId: facts?.ownerId ?? null, repository: name, workflow, environment },
  };
}

async function reviewersOf(
  logins: readonly string[],
  { workshop: { ports } }: Stage,
): Promise<number[]> {
  const github = sourcesHere(ports).GitHub;
  return Promise.all(
    logins.map(async (login) => {
      const needs = 'Metadata: read';
      const path = `/users/${encodeURIComponent(login)}`;
      const answer = await askJson(github, path, needs, ports);
      const { id } = ((answer.known && answer.value) || {}) as { id?: unknown };
      if (typeof id === 'number') return id;
      const detail = answer.known ? 'there is nobody of this name' : answer.because;
      const status = answer.known ? 404 : null;
      throw setupRefused.error({
        title: `name ${login} as reviewer`,
        to: 'GitHub',
        status,
        detail,
        needs,
      });
    }),
  );
}
