import { findTagFormats, versionGroups } from '@slipway/release/plan';
import { readRepository } from '@slipway/release/manifest';
import { describe, expect, it } from 'vitest';
import { nxReleaseOf } from './nx-release.ts';

function crate(name: string, version: string): [string, string] {
  return [
    `${name}/Cargo.toml`,
    `[package]\nname = "${name}"\nversion = "${version}"\npublish = ["crates-io"]\n`,
  ];
}

function releaseOf(crates: [string, string][], tags: string[] = []) {
  const repository = readRepository(new Map(crates));
  const known = tags.map((name) => ({ name, commit: 'c', reachable: true }));
  return nxReleaseOf(versionGroups(repository, findTagFormats(repository, known)));
}

const common = {
  projects: ['tag:slipway:published'],
  version: { versionActions: '@slipway/nx/version-actions' },
  changelog: { automaticFromRef: true },
};

describe('what init says of nx release', () => {
  it('is nothing where nothing is published', () => {
    expect(releaseOf([])).toBeNull();
  });

  it('is one release of all at one version, with the tags so far', () => {
    const two = [crate('ebb', '0.2.0'), crate('flow', '0.2.0')];
    expect(releaseOf(two)).toEqual(common);
    expect(releaseOf(two, ['0.1.0', '0.2.0'])).toEqual({
      ...common,
      releaseTag: { pattern: '{version}' },
    });
  });

  it('is one of each where they are numbered apart', () => {
    const two = [crate('ebb', '0.2.0'), crate('flow', '1.4.0')];
    const apart = { ...common, projectsRelationship: 'independent' };
    expect(releaseOf(two)).toEqual({
      ...apart,
      releaseTag: { pattern: '{projectName}-v{version}' },
    });
    expect(releaseOf(two, ['ebb@0.2.0', 'flow@1.4.0'])).toEqual({
      ...apart,
      releaseTag: { pattern: '{projectName}@{version}' },
    });
    expect(releaseOf(two, ['ebb@0.2.0', 'flow-v1.4.0'])).toBeNull();
  });
});
