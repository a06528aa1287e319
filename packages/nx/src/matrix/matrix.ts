import { findPlatform, rustTargets } from '@slipway/release/platform';
import { wheelFolder } from '@slipway/release/layout';
import type { InferredProject } from '../graph/projects.ts';
import { wheelTarget } from '../graph/package-targets.ts';
import { type PlatformChoice, pythonsFor } from '@slipway/workspace/settings';

/** One job of a matrix. */
export interface MatrixRow {
  /** For people; part of the check's name. */
  readonly name: string;
  readonly project: string;
  /** Rust target triple; null where the job is for none. */
  readonly target: string | null;
  /** What `rustup target add` is to be given before, separated by spaces; empty where the host's own will do. */
  readonly rustTargets: string;
  /** What setup-python is to bring, a line each, the one that runs Slipway's tools last. */
  readonly pythons: string;
  /** The label of a runner. */
  readonly runner: string;
  /** What the job runs: `npx nx run {task}`. */
  readonly task: string;
  /** The name of the artifact in which the job leaves `dist/`. */
  readonly artifact: string;
  /** Where its files are in there; null where it leaves a record alone. */
  readonly path: string | null;
}

/** What `strategy.matrix` of a job takes; empty is valid. */
export interface JobMatrix {
  readonly include: readonly MatrixRow[];
}

/** The matrix of the wheels: a job for each package and platform. `tools` is the Python of Slipway's tools. Pure. */
export function wheelMatrix(
  projects: readonly InferredProject[],
  platforms: readonly PlatformChoice[],
  tools: string,
): JobMatrix {
  const include = projects.flatMap(({ name, python }) =>
    python?.publishable ? platforms.map((one) => wheelRow(name, python.name, one, tools)) : [],
  );
  return { include };
}

function wheelRow(
  project: string,
  distribution: string,
  platform: PlatformChoice,
  tools: string,
): MatrixRow {
  const { target, runner } = platform;
  return {
    name: `${distribution}, ${findPlatform(target)?.title ?? target}`,
    project,
    target,
    rustTargets: toAdd(target),
    pythons: pythonsFor(platform, tools).join('\n'),
    runner,
    task: `${project}:${wheelTarget(target)}`,
    artifact: artifactName('wheels', project, target),
    path: wheelFolder(distribution, target),
  };
}

/** The matrix of the tests: a job for each of these projects, which all have the target. Pure. */
export function testMatrix(projects: readonly InferredProject[], tools: string): JobMatrix {
  const include = projects.map(({ name, python }) => ({
    name: `${name}, ${python ? 'Python' : 'Rust'} tests`,
    project: name,
    target: null,
    rustTargets: '',
    pythons: tools,
    runner: testRunner,
    task: `${name}:test`,
    artifact: artifactName('test', name),
    path: null,
  }));
  return { include };
}

function toAdd(target: string): string {
  const platform = findPlatform(target);
  return platform ? rustTargets(platform).join(' ') : '';
}

const testRunner = 'ubuntu-24.04';

/** What upload-artifact refuses in a name is left out. */
function artifactName(...words: readonly string[]): string {
  return words.join('-').replaceAll(/[^\w.-]+/g, '_');
}

/** GitHub starts at most this many jobs from one matrix. */
export const jobLimit = 256;
/** GitHub takes at most this much from the outputs of a job, in bytes of UTF-16. */
export const outputLimit = 1024 * 1024;

/** How far a matrix is over GitHub's limits; null when it is within. Pure. */
export function overLimit({ include }: JobMatrix): string | null {
  if (include.length > jobLimit) return `${include.length} jobs; GitHub takes ${jobLimit}`;
  const bytes = 2 * JSON.stringify({ include }).length;
  return bytes > outputLimit ? `${bytes} bytes; GitHub takes ${outputLimit}` : null;
}
