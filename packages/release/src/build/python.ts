import { checkSdist, checkSdistToolFiles, readSdist } from '../artifact/index.ts';
import { noTests, testsFailed, type Finding } from '../finding/index.ts';
import type { PythonPackage, Repository } from '../manifest/index.ts';
import { sdistFolder } from '../layout/index.ts';
import { runStep, shown, type Workshop } from '../command/index.ts';
import { withEnvironment } from './environment.ts';
import { collect, maturin } from './maturin.ts';
import { toolchainOf, writeRecord } from './record.ts';
import { bringLockFile, copySources, demandTracked } from './source.ts';
import { ensureTools } from './tools.ts';

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
 * Builds the source distribution from what git knows, and checks it.
 * @throws SlipwayError SLW202 when maturin fails, SLW249 when git does not know the package.
 */
export async function buildSdist(
  python: PythonPackage,
  version: string,
  { crates }: Pick<Repository, 'crates'>,
  workshop: Workshop,
): Promise<Finding[]> {
  const { root, ports } = workshop;
  const tools = await ensureTools(workshop);
  const folder = sdistFolder(python.name);
  const source = await copySources(workshop);
  demandTracked(python.name, python.manifest, source);
  const crate = crates.find(({ manifest }) => manifest === python.crateManifest);
  if (source && crate) await bringLockFile(crate.workspace, source, workshop);
  await ports.files.remove(`${root}/${folder}`);
  const command = ['sdist', '--out', `${root}/${folder}`];
  await maturin(python, 'sdist', command, tools, workshop, {}, source?.root);
  const artifacts = await collect('sdist', '.tar.gz', folder, python, version, workshop);
  const findings: Finding[] = [];
  for (const { path, file } of artifacts) {
    const bytes = (await ports.files.readBytes(`${root}/${path}`)) ?? new Uint8Array();
    const expected = { file: path, name: python.name, version };
    const reading = await readSdist(bytes, file);
    findings.push(...checkSdist(reading, expected));
    const isRoot = reading.kind === 'sdist' && python.directory === '';
    if (isRoot) findings.push(...checkSdistToolFiles(reading, python));
  }
  const toolchain = await toolchainOf(tools, [], workshop);
  const record = { package: python.name, target: null, toolchain, artifacts };
  await writeRecord(folder, record, workshop);
  return findings;
}
