/** An action of GitHub's, at one commit of its own repository. */
export interface PinnedAction {
  /** "owner/name" */
  readonly repository: string;
  /** The tag of that commit, for people and for tools that renew pins. */
  readonly version: string;
  readonly commit: string;
}

/**
 * Every action that the generated workflows use. All are GitHub's own, but the one by which Bun's makers
 * bring Bun: what runs beside an identity is worth being few. A slow test compares commits and tags with the actions' repositories.
 */
export const pinnedActions = {
  checkout: {
    repository: 'actions/checkout',
    version: 'v7.0.1',
    commit: '3d3c42e5aac5ba805825da76410c181273ba90b1',
  },
  setupNode: {
    repository: 'actions/setup-node',
    version: 'v7.0.0',
    commit: '820762786026740c76f36085b0efc47a31fe5020',
  },
  setupBun: {
    repository: 'oven-sh/setup-bun',
    version: 'v2.2.0',
    commit: '0c5077e51419868618aeaa5fe8019c62421857d6',
  },
  setupPython: {
    repository: 'actions/setup-python',
    version: 'v7.0.0',
    commit: '5fda3b95a4ea91299a34e894583c3862153e4b97',
  },
  uploadArtifact: {
    repository: 'actions/upload-artifact',
    version: 'v7.0.0',
    commit: 'bbbca2ddaa5d8feaa63e36b76fdaad77386f024f',
  },
  downloadArtifact: {
    repository: 'actions/download-artifact',
    version: 'v8.0.1',
    commit: '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c',
  },
  attest: {
    repository: 'actions/attest',
    version: 'v4.2.2',
    commit: '1e69f48acb82d1966a394da916b4c1698aa569d6',
  },
} as const satisfies Record<string, PinnedAction>;

/** The line of a step that uses it. */
export function uses(action: keyof typeof pinnedActions): string {
  const { repository, commit, version } = pinnedActions[action];
  return `uses: ${repository}@${commit} # ${version}`;
}

const pinned = /\buses: ([\w.-]+\/[\w.-]+)@([0-9a-f]{40}) # v?(\d+(?:\.\d+)*)/;

/**
 * Lines that use actions, with the newer pins that a text has of the same ones: tools that renew pins do so
 * between our marks, and are not to be undone. Pure.
 */
export function withNewerPins(lines: readonly string[], present: string): string[] {
  const newest = new Map<string, RegExpExecArray>();
  for (const line of present.split(/\r?\n/)) {
    const found = pinned.exec(line);
    if (!found) continue;
    const known = newest.get(found[1]!);
    if (!known || isNewer(found[3]!, known[3]!)) newest.set(found[1]!, found);
  }
  return lines.map((line) => {
    const ours = pinned.exec(line);
    const theirs = newest.get(ours?.[1] ?? '');
    return ours && theirs && isNewer(theirs[3]!, ours[3]!)
      ? line.replace(ours[0], theirs[0])
      : line;
  });
}

function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((one) => one.split('.').map(Number));
  const at = [0, 1, 2].find((index) => (a?.[index] ?? 0) !== (b?.[index] ?? 0)) ?? 0;
  return (a?.[at] ?? 0) > (b?.[at] ?? 0);
}
