import { checkSdist, checkWheel, readSdist, readWheel } from '../artifact/index.ts';
import {
  importFails,
  noTests,
  packagingFailed,
  testsFailed,
  type Finding,
} from '../finding/index.ts';
import type { PythonPackage } from '../manifest/index.ts';
import { usualManylinux, type Artifact, type ArtifactKind } from '../plan/index.ts';
import { sdistFolder, wheelFolder } from '../layout/index.ts';
import { gist, ownFolder, runStep, shown, type Workshop } from '../command/index.ts';
import { withEnvironment } from './environment.ts';
import { writeRecord } from './record.ts';
import { ensureTools, type Tools } from './tools.ts';

/**
 * Builds the extension for development and runs pytest against it in an environment of its own.
 * @throws SlipwayError SLW201 when a test fails, SLW202 when the extension does not build.
 */
export async function testPython(python: PythonPackage, workshop: Workshop): Promise<Finding[]> {
  const at = { file: python.manifest, line: null };
  if (python.tests.length === 0) return [noTests.at(at, { name: python.name })];
  const tools = await ensureTools(workshop);
  const out = await workshop.ports.files.temporaryDirectory('slipway-test-');
  try {
    await maturin(
      python,
      'test',
      ['build', '--interpreter', tools.python, '--out', out],
      tools,
      workshop,
    );
    const wheels = await workshop.ports.files.list(out);
    const requirements = [...wheels.map((wheel) => `${out}/${wheel}`), tools.pytest];
    await withEnvironment(
      tools,
      [...requirements, ...python.testRequirements],
      workshop,
      (inside) => pytest(python, inside, workshop),
    );
  } finally {
    await workshop.ports.files.remove(out);
  }
  return [];
}

async function pytest(
  python: PythonPackage,
  interpreter: string,
  workshop: Workshop,
): Promise<void> {
  const { root } = workshop;
  const tests = python.tests.map((path) => `${root}/${path}`);
  const command = [interpreter, '-m', 'pytest', '-p', 'no:cacheprovider', ...tests] as const;
  const cwd = `${root}/${python.directory}`;
  // No .pyc files: the source tree is an input of the cache.
  await runStep(workshop, [...command], { cwd, env: { PYTHONDONTWRITEBYTECODE: '1' } }, (detail) =>
    testsFailed.error(
      { name: python.name, command: shown(command, root), detail },
      { at: { file: python.manifest, line: null } },
    ),
  );
}

/**
 * Builds the source distribution and checks it.
 * @throws SlipwayError SLW202 when maturin fails.
 */
export async function buildSdist(
  python: PythonPackage,
  version: string,
  workshop: Workshop,
): Promise<Finding[]> {
  const { root, ports } = workshop;
  const tools = await ensureTools(workshop);
  const folder = sdistFolder(python.name);
  await ports.files.remove(`${root}/${folder}`);
  await maturin(python, 'sdist', ['sdist', '--out', `${root}/${folder}`], tools, workshop);
  const artifacts = await collect('sdist', '.tar.gz', folder, python, version, workshop);
  const findings: Finding[] = [];
  for (const { path, file } of artifacts) {
    const bytes = (await ports.files.readBytes(`${root}/${path}`)) ?? new Uint8Array();
    const expected = { file: path, name: python.name, version };
    findings.push(...checkSdist(await readSdist(bytes, file), expected));
  }
  await writeRecord(folder, { package: python.name, target: null, artifacts }, workshop);
  return findings;
}

/**
 * Builds the wheel for one platform, checks it, and imports it in a clean environment.
 * @throws SlipwayError SLW202 when maturin fails, SLW203 when the import does.
 */
export async function buildWheels(
  python: PythonPackage,
  version: string,
  { target, manylinux = usualManylinux }: { readonly target: string; readonly manylinux?: string },
  workshop: Workshop,
): Promise<Finding[]> {
  const { root, ports } = workshop;
  const tools = await ensureTools(workshop);
  const folder = wheelFolder(python.name, target);
  await ports.files.remove(`${root}/${folder}`);
  const out = ['--out', `${root}/${folder}`];
  const args = [
    'build',
    '--release',
    ...platformOptions(target, manylinux),
    '--interpreter',
    tools.python,
    ...out,
  ];
  await maturin(python, target, args, tools, workshop);
  const artifacts = await collect('wheel', '.whl', folder, python, version, workshop);
  const findings: Finding[] = [];
  for (const { path, file } of artifacts) {
    const bytes = (await ports.files.readBytes(`${root}/${path}`)) ?? new Uint8Array();
    const expected = { file: path, name: python.name, version, platformTags: 'pypi' as const };
    findings.push(...checkWheel(await readWheel(bytes, file), expected));
    await importWheel(python, `${root}/${path}`, tools, workshop);
  }
  await writeRecord(folder, { package: python.name, target, artifacts }, workshop);
  return findings;
}

/** zig links against the old glibc that a policy promises; other systems have no such thing. */
function platformOptions(target: string, manylinux: string): string[] {
  return target.endsWith('-linux-gnu')
    ? ['--target', target, '--zig', '--compatibility', manylinux]
    : ['--target', target];
}

async function maturin(
  python: PythonPackage,
  variant: string,
  args: readonly string[],
  tools: Tools,
  workshop: Workshop,
): Promise<void> {
  const { root, ports } = workshop;
  const separator = ports.environment.platform === 'win32' ? ';' : ':';
  const env = {
    // maturin finds zig as a Python module of the interpreter that stands beside it.
    PATH: `${tools.bin}${separator}${ports.environment.get('PATH') ?? ''}`,
    // It also keeps the library under one name in cargo's folder: two builds at once, of tests and
    // wheel, would take it from each other.
    CARGO_TARGET_DIR: `${root}/${ownFolder}/target/${python.normalizedName}/${variant}`,
  };
  const command = [tools.maturin, ...args] as const;
  await runStep(workshop, [...command], { cwd: `${root}/${python.directory}`, env }, (detail) =>
    packagingFailed.error(
      { name: python.name, command: shown(command, root), detail },
      { at: { file: python.manifest, line: null } },
    ),
  );
}

async function importWheel(
  python: PythonPackage,
  wheel: string,
  tools: Tools,
  workshop: Workshop,
): Promise<void> {
  await withEnvironment(tools, [wheel], workshop, async (inside) => {
    const { module } = python;
    workshop.progress(`import ${module}, in a clean environment`);
    // -I: neither the current folder nor PYTHONPATH may lend what the wheel lacks.
    const result = await workshop.ports.processes.run(inside, ['-I', '-c', `import ${module}`], {
      cwd: workshop.root,
    });
    if (result?.exitCode !== 0) {
      const detail = gist(result?.all ?? 'the interpreter did not start');
      const at = { file: python.manifest, line: null };
      throw importFails.error({ name: python.name, module, detail }, { at });
    }
  });
}

async function collect(
  kind: ArtifactKind,
  ending: string,
  folder: string,
  python: PythonPackage,
  version: string,
  { root, ports }: Workshop,
): Promise<Artifact[]> {
  const artifacts: Artifact[] = [];
  for (const file of await ports.files.list(`${root}/${folder}`)) {
    if (!file.endsWith(ending)) continue;
    const path = `${folder}/${file}`;
    const digest = await ports.files.digest(`${root}/${path}`);
    if (digest) artifacts.push({ kind, package: python.name, version, file, path, ...digest });
  }
  return artifacts;
}
