import {
  matchesRule,
  publishRoutesOf,
  type Publisher,
  type PublishRoute,
} from '@slipway/doctor/claims';
import { askJson, type Evidence, type Reviewer } from '@slipway/doctor/evidence';
import type { Wanted } from '@slipway/doctor/fix';
import { readWorkflows } from '@slipway/doctor/workflow';
import { setupRefused, setupUnplaced } from '@slipway/release/finding';
import type { TagFormat } from '@slipway/release/plan';
import { sourcesHere } from './evidence.ts';
import { checkNames } from './required-checks.ts';
import type { Place, Matter } from '../stage/index.ts';

/** What a user may wish otherwise. */
export interface SetupWishes {
  readonly environment?: string;
  readonly workflow?: string;
  readonly reviewers?: readonly string[];
  readonly waitTimer?: number;
  readonly checks?: readonly string[];
}

/**
 * What this repository is to be set up with: for the workflows that publish, their environments and their tags.
 * @throws SlipwayError SLW645 without a repository at GitHub, SLW642 for a reviewer who is not there.
 */
export async function wantedSetup(
  wishes: SetupWishes,
  { remote, tag, github, crates, projects }: Evidence,
  stage: Place & Matter,
): Promise<Wanted> {
  const facts = github.repository.known ? github.repository.value : null;
  const repository = facts?.name ?? remote;
  if (repository === null) throw setupUnplaced.error({});
  const branch = facts?.defaultBranch ?? 'main';
  const { texts, listing } = await stage.subject.texts();
  const { workflows } = readWorkflows(texts, listing);
  const routes = publishRoutesOf(workflows, { tag, branch, repository });
  const [owner = '', name = ''] = repository.split('/');
  const place = { owner, ownerId: facts?.ownerId ?? null, repository: name };
  const from = (registry: Registry): [Publisher, ...Publisher[]] => {
    const [first, ...more] = publishingFrom(registry, routes, wishes);
    return [{ ...place, ...first }, ...more.map((one) => ({ ...place, ...one }))];
  };
  const publishers = { 'crates.io': from('crates.io'), PyPI: from('PyPI') };
  const environments = [
    ...(crates.length > 0 ? publishers['crates.io'] : []),
    ...(projects.length > 0 ? publishers.PyPI : []),
  ].flatMap(({ environment }) => environment ?? []);
  const patterns = tagPatterns(tag, (await stage.subject.tags()).formats);
  return {
    repository,
    environments: [...new Set(environments)],
    reviewers: await reviewersOf(wishes.reviewers ?? [], stage),
    waitTimer: wishes.waitTimer ?? null,
    rules: [
      { name: branch, type: 'branch' },
      ...patterns.map((pattern) => ({ name: pattern, type: 'tag' as const })),
    ],
    branch,
    checks: wishes.checks ?? producedChecks(workflows),
    tags: patterns.map((pattern) => `refs/tags/${pattern}`),
    publishers,
    workflows: workflows.map(({ file }) => baseOf(file)),
  };
}

const baseOf = (file: string): string => file.split('/').at(-1)!;

type Registry = 'crates.io' | 'PyPI';
type From = Pick<Publisher, 'workflow' | 'environment'>;

/**
 * From which files and environments a registry is published to: as the jobs are written, those first that the tag
 * starts. Where no workflow publishes there yet, as the other registry is published to, or as ours would be.
 */
function publishingFrom(
  registry: Registry,
  all: readonly PublishRoute[],
  wishes: SetupWishes,
): [From, ...From[]] {
  const own = all.filter(({ publish }) => publish.registry === registry);
  const others = all.filter(({ publish }) => /^(crates\.io|PyPI)$/.test(publish.registry));
  const routes = own.length > 0 ? own : others;
  const isTag = ({ ref }: PublishRoute): boolean => ref.startsWith('refs/tags/');
  const sorted = [...routes.filter(isTag), ...routes.filter((route) => !isTag(route))];
  const [first, ...more] = sorted.map(({ started, written, environment }): From => {
    // An expression that is computed in the run may be anything.
    const named = environment?.includes('${{') ? 'release' : environment;
    return {
      workflow: wishes.workflow ?? baseOf(registry === 'PyPI' ? written.file : started.file),
      environment: wishes.environment ?? named,
    };
  });
  if (first) return [first, ...more];
  return [
    {
      workflow: wishes.workflow ?? 'publish.yml',
      environment: wishes.environment ?? 'release',
    },
  ];
}

/** The tags of this release, and those of the packages that have others. */
function tagPatterns(tag: string, formats: readonly TagFormat[]): string[] {
  const known = formats
    .filter(({ packages }) => packages.length > 0)
    .map(({ format }) => format.replace('{version}', '*'));
  const isKnown = known.some((pattern) => matchesRule(pattern, tag));
  return isKnown ? known : [tag.replace(/\d+(\.\d+)+.*$/, '*'), ...known];
}

/** Those of the generated checks that the workflows produce: what nobody reports would be waited for. */
function producedChecks(workflows: ReturnType<typeof readWorkflows>['workflows']): string[] {
  const names = new Set(workflows.flatMap(({ jobs }) => jobs.map(({ name }) => name)));
  return Object.values(checkNames).filter((name) => names.has(name));
}

/** People by their login, teams as "organisation/team". */
async function reviewersOf(names: readonly string[], { workshop }: Place): Promise<Reviewer[]> {
  const { ports } = workshop;
  const github = (await sourcesHere(workshop)).GitHub;
  return Promise.all(
    names.map(async (name) => {
      const [owner = '', team] = name.split('/').map(encodeURIComponent);
      const needs = team === undefined ? 'Metadata: read' : 'Members: read';
      const path = team === undefined ? `/users/${owner}` : `/orgs/${owner}/teams/${team}`;
      const answer = await askJson(github, path, needs, ports);
      const { id } = ((answer.known && answer.value) || {}) as { id?: unknown };
      if (typeof id === 'number') return { type: team === undefined ? 'User' : 'Team', id };
      throw setupRefused.error({
        title: `name ${name} as reviewer`,
        to: 'GitHub',
        status: answer.known ? 404 : null,
        detail: answer.known ? 'there is nobody of this name' : answer.because,
        needs,
      });
    }),
  );
}
