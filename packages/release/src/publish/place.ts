import {
  cachedRelease,
  dirtyTree,
  noIdentity,
  noTag,
  nowhere,
  type Finding,
} from '../finding/index.ts';
import type { Commit } from '../history/index.ts';

/**
 * Whether a public destination may be published to from here. The rehearsal may from anywhere.
 * Pure; every reason is named, so that one look is enough.
 */
export function checkPlace(
  destination: 'testpypi' | 'production',
  commit: Commit,
  here: {
    readonly identity: boolean;
    readonly expectedTag: string;
    /** What names a remote cache whose content would be published: a variable, a setting; null where nothing does. */
    readonly remoteCache: string | null;
  },
): Finding[] {
  const findings: Finding[] = [];
  if (!here.identity) findings.push(noIdentity.at(nowhere, { destination }));
  if (!commit.tags.includes(here.expectedTag)) {
    findings.push(noTag.at(nowhere, { destination, expected: here.expectedTag }));
  }
  if (commit.changed.length > 0) {
    const files = commit.changed.slice(0, 5).join(', ');
    findings.push(dirtyTree.at(nowhere, { destination, files }));
  }
  if (here.remoteCache !== null) {
    findings.push(cachedRelease.at(nowhere, { destination, variable: here.remoteCache }));
  }
  return findings;
}
