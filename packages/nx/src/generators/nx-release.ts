import type { VersionGroup } from '@slipway/release/plan';
import { publishedTag } from '../graph/nodes.ts';

/** The section `release` of nx.json, as far as Slipway has an opinion on it. */
export interface NxRelease {
  readonly projects: readonly string[];
  readonly projectsRelationship?: 'independent';
  readonly releaseTag?: { readonly pattern: string };
  readonly version: { readonly versionActions: string };
  readonly changelog: { readonly automaticFromRef: boolean };
}

/**
 * What `nx release` needs to find the projects that are published: left alone, Nx takes those with a
 * package.json. Tags go on as they are written so far. Pure.
 * @returns null where nothing is published, or where one form of tags is not enough
 */
export function nxReleaseOf(groups: readonly VersionGroup[]): NxRelease | null {
  const [first] = groups;
  if (!first) return null;
  const all = {
    projects: [`tag:${publishedTag}`],
    version: { versionActions: '@slipway/nx/version-actions' },
    // Before the first tag, from the first commit on.
    changelog: { automaticFromRef: true },
  };
  if (groups.length === 1) {
    const pattern = first.format?.format ?? usual;
    return pattern === usual ? all : { ...all, releaseTag: { pattern } };
  }
  const patterns = new Set(groups.flatMap((group) => patternOf(group) ?? []));
  const [pattern = usualOfEach] = patterns;
  // Each by itself, and each with tags that name it.
  if (patterns.size > 1 || !pattern.includes('{projectName}')) return null;
  return { ...all, projectsRelationship: 'independent', releaseTag: { pattern } };
}

/** Of Nx itself, where all projects take one version. */
const usual = 'v{version}';
const usualOfEach = '{projectName}-v{version}';

function patternOf({ packages, format }: VersionGroup): string | null {
  const name = packages.find((one) => format?.format.includes(one.name))?.name;
  if (!format) return null;
  return name === undefined ? format.format : format.format.replace(name, '{projectName}');
}
