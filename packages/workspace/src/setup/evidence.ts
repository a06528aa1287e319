import {
  nothingKnown,
  readCrate,
  readGithub,
  readProject,
  type Evidence,
  type Subject,
} from '@slipway/doctor/evidence';
import type { Sources } from '@slipway/doctor/fix';
import { Secret } from '@slipway/release/identity';
import type { Repository } from '@slipway/release/manifest';
import type { Source } from '@slipway/release/request';
import { describePackages } from '@slipway/release/plan';
import { githubElsewhere, publicPlaces } from '../destination/index.ts';
import { isPublished } from '../subject/index.ts';
import type { Stage } from '../stage/index.ts';

/** What the doctor is about: what is published, from where, and by which tag. */
export function evidenceSubject(
  { crates, pythons }: Repository,
  remote: string | null,
  tag: string,
): Subject {
  return {
    remote,
    tag,
    crates: crates.filter(isPublished).map(({ name }) => name),
    projects: pythons.filter(isPublished).map(({ name }) => name),
  };
}

/** Asks GitHub and the registries, with what tokens the environment has; reads only. */
export async function readEvidence(
  subject: Subject,
  repository: Repository,
  asksRegistries: boolean,
  { subject: git, workshop, show }: Pick<Stage, 'subject' | 'workshop' | 'show'>,
): Promise<Evidence> {
  const { remote } = subject;
  const { ports } = workshop;
  const elsewhere = githubElsewhere(workshop);
  if (elsewhere) show(`GitHub is asked at ${elsewhere}, as GITHUB_API_URL says.`);
  const { GitHub: github, 'crates.io': crates } = await sourcesHere(workshop);
  const { pypi } = await publicPlaces(workshop);
  const projects = source('PyPI', pypi.json.replace(/\/pypi\/$/, ''), null);
  // A version that a tag has given away gets no more files: it is bumped first.
  const given = new Set((await git.tags()).released.flatMap(({ packages }) => packages));
  const versions = new Map(
    describePackages(repository)
      .filter(({ ecosystem, name }) => ecosystem === 'python' && !given.has(`python ${name}`))
      .map(({ name, version }) => [name, version]),
  );
  const nothing = nothingKnown('the repository has no remote at GitHub', subject);
  const own = remote === null ? nothing.github : await readGithub(github, remote, ports);
  if (!asksRegistries) {
    return { ...nothingKnown('the registries were not to be asked', subject), github: own };
  }
  return {
    ...nothing,
    github: own,
    crates: await Promise.all(subject.crates.map((name) => readCrate(crates, name, ports))),
    projects: await Promise.all(
      subject.projects.map((name) => readProject(projects, name, versions.get(name) ?? '', ports)),
    ),
  };
}

/** Whom to ask, and to tell: with the tokens that the environment has. */
export async function sourcesHere(workshop: Stage['workshop']): Promise<Sources> {
  const { get } = workshop.ports.environment;
  const { cratesIo, github: place } = await publicPlaces(workshop);
  // A secret that is not there is an empty variable in a workflow.
  const github = get('GH_TOKEN') || get('GITHUB_TOKEN');
  return {
    GitHub: source('GitHub', place.api, github),
    'crates.io': source('crates.io', cratesIo.api, get('CRATES_IO_TOKEN')),
  };
}

function source(name: string, api: string, token: string | null): Source {
  const text = token?.trim();
  return { name, api: api.replace(/\/$/, ''), token: text ? new Secret(text) : null };
}
