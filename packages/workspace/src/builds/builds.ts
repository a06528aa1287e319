import type { TakenBuild } from '@slipway/release/build';
import {
  artifactMissing,
  builtByPullRequest,
  builtElsewhen,
  nowhere,
  SlipwayError,
  stageFailed,
  type Finding,
} from '@slipway/release/finding';
import { crateFolder, sdistFolder, wheelFolder } from '@slipway/release/layout';
import type { Crate, PythonPackage, Repository } from '@slipway/release/manifest';
import type { BuildRecord, Package, Run } from '@slipway/release/plan';
import { hostTriple } from '@slipway/release/platform';
import { builtRecord } from './intake.ts';
import { pythonVersionOf, scopeOf } from '../subject/index.ts';
import type { Place, Matter, Way, Notes } from '../stage/index.ts';
import { checkWheelSet } from './wheel-set.ts';

/**
 * What the builds of these platforms left, proved to be what was checked, and whole as a set. In a rehearsal
 * platforms that are not here are told of and left out: they are built on other machines. A public
 * destination takes the whole set or nothing.
 * @throws SlipwayError SLW204, SLW205, SLW213, SLW214, SLW215, SLW239, SLW240.
 */
export async function wheelBuilds(
  python: PythonPackage,
  targets: readonly string[],
  stage: Place & Matter & Way & Notes,
): Promise<BuildRecord[]> {
  const builds: BuildRecord[] = [];
  const wrong: Finding[] = [];
  for (const target of targets) {
    const order = wheelOf(python, target);
    const build = await builtRecord(order, stage);
    const problem = build ? await checkOrigin(build, order, python, stage) : missing(order);
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

/** The packaged crate. @throws SlipwayError SLW506 when there is none, SLW215, SLW240; see `builtRecord`. */
export function crateBuild(
  crate: Crate,
  stage: Place & Matter & Way & Notes,
): Promise<BuildRecord> {
  const { name, version } = crate;
  return required(packageOf('crate', name, crateFolder(name), version.value), crate, stage);
}

/** The source distribution. @throws SlipwayError as `crateBuild`. */
export function sdistBuild(
  python: PythonPackage,
  stage: Place & Matter & Way & Notes,
): Promise<BuildRecord> {
  const { name } = python;
  const order = packageOf('sdist', name, sdistFolder(name), pythonVersionOf(python));
  return required(order, python, stage);
}

/** The wheels of one platform, taken from the artifacts of the job that built them. @throws SlipwayError SLW204; as `crateBuild`. */
export async function takeWheels(
  python: PythonPackage,
  target: string,
  stage: Place & Matter & Way & Notes,
): Promise<void> {
  await required(wheelOf(python, target), python, stage);
}

async function required(
  order: TakenBuild,
  one: Package,
  stage: Place & Matter & Way & Notes,
): Promise<BuildRecord> {
  const build = await builtRecord(order, stage);
  if (!build) throw new SlipwayError(missing(order));
  const problem = await checkOrigin(build, order, one, stage);
  if (problem) throw new SlipwayError(problem);
  return build;
}

/** A crate's package, or a source distribution: what no platform is for. */
function packageOf(
  kind: 'crate' | 'sdist',
  name: string,
  folder: string,
  version: string,
): TakenBuild {
  return { folder, task: `${name}:build`, kind, package: name, version, target: null };
}

function wheelOf(python: PythonPackage, target: string): TakenBuild {
  const task = `${python.name}:build-wheels--${target}`;
  const version = pythonVersionOf(python);
  const { name } = python;
  return { folder: wheelFolder(name, target), task, kind: 'wheel', package: name, version, target };
}

function missing({ folder: file, task, target }: TakenBuild): Finding {
  return target === null
    ? stageFailed.at(nowhere, { target: task })
    : artifactMissing.at(nowhere, { file, target: task });
}

/**
 * A build of another commit is as good while nothing that it is made of has changed since. Nx says so of what
 * this machine builds; for what was brought here git is asked. Nothing that a pull request built is public ever:
 * it can only have come out of a cache to which pull requests write.
 */
async function checkOrigin(
  { commit: built, tree, run, target, artifacts }: BuildRecord,
  { task }: TakenBuild,
  one: Package,
  stage: Place & Matter & Way,
): Promise<Finding | null> {
  const file = artifacts[0]?.path ?? one.name;
  const isRehearsal = stage.destination === 'rehearsal';
  if (!isRehearsal && run !== null && isPullRequest(run)) {
    return builtByPullRequest.at(nowhere, { file, run: run.id, ref: run.ref, target: task });
  }
  const { id: head } = await stage.subject.commit();
  const { ports } = stage.workshop;
  if (built === head || head === null || (built === null && isRehearsal)) return null;
  const isOwn = target === null || target === hostTriple(ports.environment);
  if (isOwn && stage.artifacts === null && isRehearsal) return null;
  const paths = sourcesOf(one, await stage.subject.repository());
  const differs = async (from: string): Promise<number | undefined> => {
    const args = ['diff', '--quiet', from, head, '--', ...paths];
    return (await ports.processes.run('git', args, { cwd: stage.root }))?.exitCode;
  };
  let answer = built === null ? undefined : await differs(built);
  // A commit that is not here, as of a branch that was squashed: what it held may be.
  if (answer !== 0 && answer !== 1 && tree !== null) answer = await differs(tree);
  if (answer === 0) return null;
  // Not that either: a rehearsal believes the cache that had it.
  if (answer !== 1 && isRehearsal) return null;
  return builtElsewhen.at(nowhere, { file, built, head, target: task });
}

const isPullRequest = ({ event, ref }: Run): boolean =>
  event.startsWith('pull_request') || ref.startsWith('refs/pull/');

/** The folders and files that a package is built from, for git. */
function sourcesOf(one: Package, repository: Repository): string[] {
  const { paths } = scopeOf({ packages: [one] }, repository);
  const shared = ['Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'rust-toolchain', '.cargo'];
  const roots = ['', ...repository.workspaces.map(({ directory }) => directory)];
  const files = roots.flatMap((root) => shared.map((file) => (root ? `${root}/${file}` : file)));
  return [...paths.map((path) => path || '.'), ...new Set(files)];
}
