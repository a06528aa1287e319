import { otherBytes, type Finding } from '../../finding/index.ts';
import type { Artifact, RegistryName } from './artifacts.ts';

export type Decision =
  | 'publish'
  | 'already-there'
  | 'conflict'
  | 'blocked'
  | 'skip'
  // Of a release that is withdrawn, or brought back.
  | 'withdraw'
  | 'restore'
  | 'by-hand';

/** One file at one registry, and what is to be done about it. A row of the report. */
export interface Action {
  readonly registry: RegistryName;
  readonly package: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string | null;
  readonly decision: Decision;
  readonly why: string;
}

/** What a registry has, by file name: SHA-256 in lower-case hex, or null when it tells none. */
export type Observation = ReadonlyMap<string, string | null>;

/**
 * Plan minus observation: what has to be done to one registry. Pure.
 * "Already there" means this file with these bytes; another content is a conflict that blocks the
 * files which are not there yet, because the version could never become the one tested here.
 */
export function decide(
  registry: RegistryName,
  artifacts: readonly Artifact[],
  live: Observation,
): { actions: Action[]; findings: Finding[] } {
  const conflicts = artifacts.filter((artifact) => conflicting(artifact, live));
  const actions = artifacts.map((artifact): Action => ({
    registry,
    package: artifact.package,
    version: artifact.version,
    file: artifact.file,
    sha256: artifact.sha256,
    ...decision(artifact, live, conflicts),
  }));
  const findings = conflicts.map((artifact) =>
    otherBytes.at(
      { file: artifact.path, line: null },
      {
        registry,
        file: artifact.file,
        local: artifact.sha256,
        remote: live.get(artifact.file) ?? 'unknown',
      },
    ),
  );
  return { actions, findings };
}

function conflicting(artifact: Artifact, live: Observation): boolean {
  return live.has(artifact.file) && live.get(artifact.file) !== artifact.sha256;
}

function decision(
  artifact: Artifact,
  live: Observation,
  conflicts: readonly Artifact[],
): Pick<Action, 'decision' | 'why'> {
  if (conflicts.includes(artifact)) {
    return { decision: 'conflict', why: 'there with other bytes' };
  }
  if (live.has(artifact.file)) {
    return { decision: 'already-there', why: 'there with the same SHA-256' };
  }
  // Always the same one of several, in whatever order they came.
  const [conflict] = conflicts.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  if (conflict) return { decision: 'blocked', why: `${conflict.file} is there with other bytes` };
  return { decision: 'publish', why: 'not there yet' };
}
