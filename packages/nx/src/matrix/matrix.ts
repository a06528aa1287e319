import type { InferredProject } from '../graph/projects.ts';
import { wheelTarget } from '../graph/package-targets.ts';

/** One job of the matrix. */
export interface MatrixRow {
  readonly project: string;
  /** Rust target triple. */
  readonly target: string;
  /** A label of GitHub's hosted runners. */
  readonly runner: string;
  /** What the job runs: `npx nx run {task}`. */
  readonly task: string;
}

/** The matrix of the wheels, one job for each package and platform; empty is valid. */
export function wheelMatrix(
  projects: readonly InferredProject[],
  targets: readonly string[],
): { include: MatrixRow[] } {
  const include = projects
    .filter(({ python }) => python?.publishable)
    .flatMap(({ name }) =>
      targets.map((target) => ({
        project: name,
        target,
        runner: runnerOf(target),
        task: `${name}:${wheelTarget(target)}`,
      })),
    );
  return { include };
}

/** Runners by the part of the triple that decides. */
const runners: readonly (readonly [RegExp, string])[] = [
  [/^aarch64-apple-/, 'macos-14'],
  [/^x86_64-apple-/, 'macos-13'],
  [/^aarch64-pc-windows-/, 'windows-11-arm'],
  [/-windows-/, 'windows-2022'],
  [/^aarch64-.*-linux-/, 'ubuntu-24.04-arm'],
];

function runnerOf(target: string): string {
  return runners.find(([pattern]) => pattern.test(target))?.[1] ?? 'ubuntu-24.04';
}
