import type { Issuer } from '../oidc/issuer.ts';
import type { Sigstore } from '../sigstore/parts.ts';
import type { PypiName, Project } from '../state/rows.ts';
import { siteOf, type State } from '../state/state.ts';
import { Refusal } from '../message/message.ts';
import { addresses } from '../upstream.ts';
import { isStandardLibrary, lookOf, normalizedName } from './name.ts';

/** One of the two sites: PyPI or TestPyPI. */
export interface Site {
  readonly registry: PypiName;
  /** Its own address, without a final slash. */
  readonly base: string;
  readonly issuer: Issuer;
  /** Whose attestations it takes. */
  readonly sigstore: Sigstore;
  /** Simple API to which unknown names are sent on, or null. */
  readonly publicSimple: string | null;
}

/** A page of its help, as its answers name it. */
export function help(site: Site, anchor: string): string {
  return `${addresses[site.registry]}/help/#${anchor}`;
}

export function projectKey(site: Pick<Site, 'registry'>, name: string): string {
  return `${site.registry}/${normalizedName(name)}`;
}

export function findProject(
  site: Pick<Site, 'registry'>,
  name: string,
  state: State,
): Project | undefined {
  return state.projects.get(projectKey(site, name));
}

export function projectsOf(site: Pick<Site, 'registry'>, state: State): Project[] {
  return state.projects.values().filter(({ registry }) => registry === site.registry);
}

/** Why a project of this name cannot be created, or null. */
export function creationProblem(site: Site, name: string, state: State): Refusal | null {
  if (siteOf(site.registry, state).mode === 'no-new-projects') {
    const intervention = help(site, 'admin-intervention');
    return new Refusal(
      403,
      `New project registration temporarily disabled. See ${intervention} for more information.`,
    );
  }
  const seeAlso = `See ${help(site, 'project-name')} for more information.`;
  if (isStandardLibrary(name)) {
    return new Refusal(
      400,
      `The name '${name}' isn't allowed (conflict with Python Standard Library module name). ${seeAlso}`,
    );
  }
  const similar = projectsOf(site, state).some((project) => lookOf(project.name) === lookOf(name));
  return similar
    ? new Refusal(400, `The name '${name}' is too similar to an existing project. ${seeAlso}`)
    : null;
}

export function newProject(
  site: Pick<Site, 'registry'>,
  name: string,
  owner: string,
  now: number,
): Project {
  return {
    registry: site.registry,
    name,
    owner,
    foreign: false,
    createdAt: now,
    releases: [],
    deleted: [],
  };
}
