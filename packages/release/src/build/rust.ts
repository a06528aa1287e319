import { checkCrate, readCrate } from '../artifact/index.ts';
import { packagingFailed, testsFailed, untrackedFiles, type Finding } from '../finding/index.ts';
import type { Crate, Repository } from '../manifest/index.ts';
import { type Artifact } from '../plan/index.ts';
import { crateFolder } from '../layout/index.ts';
import { runStep, runTool, type Workshop } from '../command/index.ts';
import { notPackaged } from './packaging.ts';
import { toolchainOf, writeRecord } from './record.ts';
import { bringLockFile, copySources, demandTracked, type SourceCopy } from './source.ts';
import { untrackedBelow } from './untracked.ts';

/**
 * Runs a crate's tests, doc tests included.
 * @throws SlipwayError SLW201 when they fail; SLW001, SLW004.
 */
export async function testCrate(
  crate: Crate,
  repository: Repository,
  workshop: Workshop,
): Promise<void> {
  const command = ['cargo', 'test', '-p', crate.name, ...locked(crate, repository)] as const;
  await runStep(workshop, [...command], { cwd: folder(crate, workshop) }, (detail) =>
    testsFailed.error(
      { name: crate.name, command: command.join(' '), detail },
      { at: { file: crate.manifest, line: null } },
    ),
  );
}

/**
 * Packages a crate as `cargo publish` would from a clean checkout, and builds it from the package alone. Crates of the
 * same workspace that it needs are packaged with it: their new versions are on no registry yet.
 * Writes the `.crate` and its build record.
 * @throws SlipwayError SLW202 when cargo or crates.io would refuse it; SLW249 when git does not know it; SLW001, SLW004.
 */
export async function packageCrate(
  crate: Crate,
  repository: Repository,
  workshop: Workshop,
): Promise<Finding[]> {
  const cwd = folder(crate, workshop);
  const names = packagedTogether(crate, repository);
  const source = await copySources(workshop);
  demandTracked(crate.name, crate.manifest, source);
  if (source) await bringLockFile(crate.workspace, source, workshop);
  const left = await untrackedBelow(crate.directory, workshop);
  const target = await targetFolder(cwd, workshop);
  const command = [
    'cargo',
    'package',
    ...names.flatMap((name) => ['-p', name]),
    // Crates whose `publish` lists differ cannot be packaged together without a registry's name.
    ...(names.length > 1 ? ['--registry', 'crates-io'] : []),
    ...fromSource(crate, source),
    ...locked(crate, repository),
  ] as const;
  // Configuration and toolchain are those of the crate's own folder, and so is what was compiled before.
  const options = { cwd, env: { CARGO_TARGET_DIR: target } };
  const unpacked = left.length > 0 ? ` (not in git, and so not packed: ${some(left)})` : '';
  await runStep(workshop, [...command], options, (detail) =>
    notPackaged(crate, command, `${detail}${unpacked}`, workshop.root),
  );
  const artifact = await keep(crate, target, workshop);
  const found = await inspect(crate, artifact, source, workshop);
  const toolchain = await toolchainOf(null, [], workshop);
  const record = { package: crate.name, target: null, toolchain, artifacts: [artifact] };
  await writeRecord(crateFolder(crate.name), record, workshop);
  const at = { file: crate.manifest, line: null };
  const untold = left.length > 0 ? [untrackedFiles.at(at, { name: crate.name, files: left })] : [];
  return [...found, ...untold];
}

/**
 * What makes cargo package a crate from a copy of what git knows. What is not committed has to be allowed, and can only
 * be a file that git knows, or one that the options name: nothing else is there.
 */
export function fromSource({ manifest }: Crate, source: SourceCopy | null): string[] {
  if (!source) return [];
  const dirty = source.mayBeDirty ? ['--allow-dirty'] : [];
  return ['--manifest-path', `${source.root}/${manifest}`, ...dirty];
}

function some(files: readonly string[]): string {
  return [...files.slice(0, 3), ...(files.length > 3 ? ['…'] : [])].join(', ');
}

/** The crate and every published crate of its workspace that it needs, itself last. */
function packagedTogether(crate: Crate, repository: Repository): string[] {
  const seen = new Set<string>();
  const visit = (current: Crate): void => {
    for (const dependency of current.dependencies) {
      const next = repository.crates.find(({ manifest }) => manifest === dependency.manifest);
      const counts = dependency.kind !== 'dev' || dependency.requirement !== null;
      if (!next || !counts || !next.publishable || next.workspace !== crate.workspace) continue;
      if (next === crate || seen.has(next.name)) continue;
      seen.add(next.name);
      visit(next);
    }
  };
  visit(crate);
  return [...[...seen].sort(), crate.name];
}

/** With a lock file that git knows, cargo must not change it. */
function locked(crate: Crate, repository: Repository): string[] {
  const workspace = repository.workspaces.find(({ directory }) => directory === crate.workspace);
  return workspace?.lock ? ['--locked'] : [];
}

function folder(crate: Crate, { root }: Workshop): string {
  return crate.directory === '' ? root : `${root}/${crate.directory}`;
}

/** cargo's target folder, which the environment or a configuration file may have moved. */
async function targetFolder(cwd: string, { ports }: Workshop): Promise<string> {
  const args = ['metadata', '--no-deps', '--format-version', '1', '--offline'];
  const { stdout } = await runTool('cargo', args, { cwd }, ports);
  return (JSON.parse(stdout) as { target_directory: string }).target_directory;
}

async function keep(crate: Crate, target: string, { root, ports }: Workshop): Promise<Artifact> {
  const file = `${crate.name}-${crate.version.value}.crate`;
  const path = `${crateFolder(crate.name)}/${file}`;
  await ports.files.remove(`${root}/${crateFolder(crate.name)}`);
  await ports.files.copy(`${target}/package/${file}`, `${root}/${path}`);
  const digest = await ports.files.digest(`${root}/${path}`);
  if (!digest)
    throw packagingFailed.error({
      name: crate.name,
      command: 'cargo package',
      detail: `no ${file}`,
    });
  return {
    kind: 'crate',
    package: crate.name,
    version: crate.version.value,
    file,
    path,
    ...digest,
  };
}

async function inspect(
  crate: Crate,
  artifact: Artifact,
  source: SourceCopy | null,
  { root, ports }: Workshop,
): Promise<Finding[]> {
  const bytes = (await ports.files.readBytes(`${root}/${artifact.path}`)) ?? new Uint8Array();
  const reading = await readCrate(bytes);
  const expected = { file: artifact.path, name: crate.name, version: crate.version.value };
  const { changed, untracked } = source ?? { changed: [], untracked: [] };
  return checkCrate(reading, { ...expected, directory: crate.directory, changed, untracked });
}
