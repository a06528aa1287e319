import { join } from 'node:path';
import { readRecord } from '@slipway/release/build';
import {
  artifactMissing,
  builtElsewhen,
  nowhere,
  SlipwayError,
  type Finding,
} from '@slipway/release/finding';
import { recordName, wheelFolder } from '@slipway/release/layout';
import type { PythonPackage, Repository } from '@slipway/release/manifest';
import type { BuildRecord } from '@slipway/release/plan';
import { hostTriple } from '@slipway/release/platform';
import { scopeOf } from './scope.ts';
import type { Stage } from './stage.ts';
import { checkWheelSet } from './wheel-set.ts';

/**
 * What the builds of these platforms left, proved to be what was checked, and whole as a set. In a rehearsal
 * platforms that are not here are told of and left out: they are built on other machines. A public
 * destination takes the whole set or nothing.
 * @throws SlipwayError SLW204, SLW205, SLW213, SLW214, SLW215, SLW239.
 */
export async function wheelBuilds(
  python: PythonPackage,
  targets: readonly string[],
  stage: Stage,
): Promise<BuildRecord[]> {
  const builds: BuildRecord[] = [];
  const wrong: Finding[] = [];
  for (const target of targets) {
    const build = await readBuild(python, target, stage);
    const problem = build ? await checkAge(build, python, stage) : missing(python, target);
    if (problem) wrong.push(problem);
    else if (build) builds.push(build);
  }
  const isRehearsal = stage.destination === 'rehearsal';
  const told = isRehearsal ? wrong.map((one) => ({ ...one, severity: 'warning' as const })) : wrong;
  const findings = [...told, ...checkWheelSet(python, builds, stage.platforms)];
  const first = findings.find(({ severity }) => severity === 'error');
  // Not an empty list: whoever asked would go on with the sdist alone.
  stage.found(findings.filter((finding) => finding !== first));
  if (first) throw new SlipwayError(first);
  return builds;
}

const taskOf = ({ name }: PythonPackage, target: string): string =>
  `${name}:build-wheels--${target}`;

function missing(python: PythonPackage, target: string): Finding {
  const file = wheelFolder(python.name, target);
  return artifactMissing.at(nowhere, { file, target: taskOf(python, target) });
}

async function readBuild(
  python: PythonPackage,
  target: string,
  { root, workshop }: Stage,
): Promise<BuildRecord | null> {
  const folder = wheelFolder(python.name, target);
  if (!(await workshop.ports.files.exists(join(root, folder, recordName)))) return null;
  return readRecord(folder, taskOf(python, target), workshop);
}

/**
 * A build of another commit is as good while nothing that it is made of has changed since. Nx says so of what
 * this machine builds; for what was brought here git is asked.
 */
async function checkAge(
  { commit: built, target }: BuildRecord,
  python: PythonPackage,
  stage: Stage,
): Promise<Finding | null> {
  const { id: head } = await stage.subject.commit();
  const { ports } = stage.workshop;
  const isOwn = target === hostTriple(ports.environment);
  if (built === head || built === null || head === null) return null;
  if (isOwn && stage.destination === 'rehearsal') return null;
  const paths = sourcesOf(python, await stage.subject.repository());
  const args = ['diff', '--quiet', built, head, '--', ...paths];
  const answer = await ports.processes.run('git', args, { cwd: stage.root });
  if (answer?.exitCode === 0) return null;
  const file = wheelFolder(python.name, target);
  return builtElsewhen.at(nowhere, { file, built, head, target: taskOf(python, target ?? '') });
}

/** The folders and files that a package's wheels are made of, for git. */
function sourcesOf(python: PythonPackage, repository: Repository): string[] {
  const { paths } = scopeOf({ packages: [python] }, repository);
  const shared = ['Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'rust-toolchain', '.cargo'];
  const roots = ['', ...repository.workspaces.map(({ directory }) => directory)];
  const files = roots.flatMap((root) => shared.map((file) => (root ? `${root}/${file}` : file)));
  return [...paths.map((path) => path || '.'), ...new Set(files)];
}
