import { checkWheel, readWheel } from '../artifact/index.ts';
import {
  importFails,
  interpretersNotHere,
  platformNotHere,
  scriptFailed,
  standardLibraryMissing,
  unknownPlatform,
  wheelsNotRun,
  type Finding,
} from '../finding/index.ts';
import type { PythonPackage } from '../manifest/index.ts';
import {
  isWanted,
  policyFor,
  wantedWheels,
  type Artifact,
  type WantedWheel,
} from '../plan/index.ts';
import {
  canBuild,
  canRun,
  findPlatform,
  hostTriple,
  rustTargets,
  similarTargets,
  type Platform,
} from '../platform/index.ts';
import { wheelFolder } from '../layout/index.ts';
import { gist, inShell, runStep, runTool, searchPath, type Workshop } from '../command/index.ts';
import { withEnvironment } from './environment.ts';
import { findInterpreters } from './interpreters.ts';
import { collect, maturin } from './maturin.ts';
import { toolchainOf, writeRecord } from './record.ts';
import { ensureTools, type Tools } from './tools.ts';

/** What to build for one platform. */
export interface WheelOrder {
  /** Rust target triple. */
  readonly target: string;
  /** The policy of Linux wheels: `manylinux_2_28`, `musllinux_1_2`; the usual one when left out. */
  readonly manylinux?: string;
  /** `3.9`, `3.14t`, `pypy3.11`; the machine's own when empty. */
  readonly interpreters?: readonly string[];
  /** Cargo features. */
  readonly features?: readonly string[];
  /** Variables for the build and its scripts. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command line that runs in the package's folder before the build. */
  readonly before?: string;
  /** A command line that runs where each wheel is installed; `{project}` and `{package}` are folders. */
  readonly test?: string;
}

/**
 * Builds the wheels for one platform, checks each, and imports it in a clean environment of each of its
 * interpreters that is on this machine.
 * @throws SlipwayError SLW010, SLW208, SLW211 when this machine cannot build for it; SLW202 when maturin fails,
 * SLW203 when an import does, SLW212 when a command of the options does.
 */
export async function buildWheels(
  python: PythonPackage,
  version: string,
  order: WheelOrder,
  workshop: Workshop,
): Promise<Finding[]> {
  const { root, ports } = workshop;
  const platform = await buildable(order.target, workshop);
  const tools = await ensureTools(workshop);
  const folder = wheelFolder(python.name, order.target);
  await ports.files.remove(`${root}/${folder}`);
  await prepare(python, order, workshop);
  const wanted = servedWheels(python, order);
  const here = await interpretersHere(wanted, platform, tools, workshop);
  const args = [
    ...['build', '--release', ...platformOptions(platform, order)],
    ...(order.features?.length ? ['--features', order.features.join(',')] : []),
    ...wanted.flatMap((wheel) => ['--interpreter', builderOf(wheel, here, tools)]),
    ...['--out', `${root}/${folder}`],
  ];
  await maturin(python, order.target, args, tools, workshop, order.env);
  const artifacts = await collect('wheel', '.whl', folder, python, version, workshop);
  const findings: Finding[] = [];
  for (const artifact of artifacts) {
    const reading = await readWheel(await bytesOf(artifact, workshop), artifact.file);
    const expected = { file: artifact.path, name: python.name, version, platform } as const;
    findings.push(...checkWheel(reading, { ...expected, platformTags: 'pypi' }));
    const name = reading.kind === 'wheel' ? reading.name : null;
    const served = wanted.find((one) => name && isWanted(name, one)) ?? wanted[0];
    for (const interpreter of served?.interpreters ?? []) {
      const executable = here.get(interpreter);
      if (executable) await prove(python, artifact, executable, order, tools, workshop);
    }
  }
  const importing = [...new Set(wanted.flatMap(({ interpreters }) => interpreters))]
    .filter((name) => here.has(name))
    .map((name) => (name === own ? tools.pythonVersion : name));
  const toolchain = await toolchainOf(tools, importing, workshop);
  const record = { package: python.name, target: order.target, toolchain, artifacts };
  await writeRecord(folder, record, workshop);
  const host = hostTriple(ports.environment);
  return [...findings, ...unproved(python, platform, wanted, here, host)];
}

/** The name of the machine's own interpreter, where the options name none. */
const own = 'host';

/** What is to be built; wheels that no interpreter is named for are those of the machine's own. */
function servedWheels({ abi3 }: PythonPackage, { interpreters = [] }: WheelOrder): WantedWheel[] {
  const wanted = wantedWheels(abi3, interpreters);
  const all = wanted.length > 0 ? wanted : [{ python: own, abi: own, interpreters: [] }];
  return all.map((one) => (one.interpreters.length > 0 ? one : { ...one, interpreters: [own] }));
}

async function bytesOf({ path }: Artifact, { root, ports }: Workshop): Promise<Uint8Array> {
  return (await ports.files.readBytes(`${root}/${path}`)) ?? new Uint8Array();
}

/** @throws SlipwayError SLW010, SLW208, SLW211 */
async function buildable(target: string, { root, ports }: Workshop): Promise<Platform> {
  const platform = findPlatform(target);
  if (!platform) throw unknownPlatform.error({ target, similar: similarTargets(target) });
  const host = hostTriple(ports.environment);
  if (target === host) return platform;
  if (!canBuild(host, platform)) throw platformNotHere.error({ target, host });
  const rustc = ports.environment.get('RUSTC') ?? 'rustc';
  for (const one of rustTargets(platform)) {
    const args = ['--print', 'target-libdir', '--target', one];
    const answer = await runTool(rustc, args, { cwd: root }, ports);
    const library = answer.exitCode === 0 ? await ports.files.list(answer.stdout.trim()) : [];
    if (library.length === 0) throw standardLibraryMissing.error({ target: one });
  }
  return platform;
}

async function prepare(
  python: PythonPackage,
  { before: script, env = {}, target }: WheelOrder,
  workshop: Workshop,
): Promise<void> {
  if (script === undefined) return;
  const cwd = `${workshop.root}/${python.directory}`;
  const context = { option: 'before', script, target } as const;
  await runStep(workshop, inShell(script, workshop.ports), { cwd, env }, (detail) =>
    scriptFailed.error({ ...context, detail }),
  );
}

/** The interpreters that can import the wheels, by name; none where the wheels do not run here. */
async function interpretersHere(
  wanted: readonly WantedWheel[],
  platform: Platform,
  tools: Tools,
  workshop: Workshop,
): Promise<ReadonlyMap<string, string>> {
  if (!canRun(hostTriple(workshop.ports.environment), platform)) return new Map();
  const names = wanted.flatMap(({ interpreters }) => interpreters).filter((name) => name !== own);
  const found = await findInterpreters(names, tools, workshop);
  return new Map([[own, tools.python], ...found]);
}

/** zig links against the old C library that a policy promises; other systems have no such thing. */
function platformOptions({ target, libc }: Platform, { manylinux }: WheelOrder): string[] {
  const policy = libc === null ? [] : ['--zig', '--compatibility', policyFor(target, manylinux)];
  return ['--target', target, ...policy];
}

/**
 * What maturin builds a wheel with. It knows the interpreters of every platform by name, and so builds for
 * those that are not here; one that is here is given by its path, since a shim may lead elsewhere.
 */
function builderOf(
  { interpreters }: WantedWheel,
  here: ReadonlyMap<string, string>,
  { pythonVersion }: Tools,
): string {
  const present = interpreters.find((name) => here.has(name)) ?? '';
  const [first = own] = interpreters;
  return here.get(present) ?? (first === own ? pythonVersion : first);
}

/** Imports a wheel in a clean environment of an interpreter, and runs the command that proves more. */
async function prove(
  python: PythonPackage,
  { path }: Artifact,
  interpreter: string,
  { test, env = {}, target }: WheelOrder,
  tools: Tools,
  workshop: Workshop,
): Promise<void> {
  const { root, ports, progress } = workshop;
  const requirements = [`${root}/${path}`];
  if (test !== undefined) requirements.push(tools.pytest, ...python.testRequirements);
  const { module } = python;
  await withEnvironment(
    { ...tools, python: interpreter },
    requirements,
    workshop,
    async (inside) => {
      progress(`import ${module}, in a clean environment of ${interpreter}`);
      // -I: neither the current folder nor PYTHONPATH may lend what the wheel lacks.
      const args = ['-I', '-c', `import ${module}`];
      const result = await ports.processes.run(inside, args, { cwd: root });
      if (result?.exitCode !== 0) {
        const detail = gist(result?.all ?? 'the interpreter did not start');
        const at = { file: python.manifest, line: null };
        throw importFails.error({ name: python.name, module, detail }, { at });
      }
      if (test === undefined) return;
      const script = test
        .replaceAll('{project}', root)
        .replaceAll('{package}', `${root}/${python.directory}`);
      const bin = inside.replace(/[\\/][^\\/]+$/, '');
      const PATH = searchPath([bin, ports.environment.get('PATH') ?? ''], ports);
      // Not in the repository: there `import` would find the sources.
      const surroundings = { cwd: bin, env: { ...env, PATH } };
      await runStep(workshop, inShell(script, ports), surroundings, (detail) =>
        scriptFailed.error({ option: 'test', script, target, detail }),
      );
    },
  );
}

/** Who was not here to import a wheel: the machine that runs it, or one of its interpreters. */
function unproved(
  { name, manifest }: PythonPackage,
  platform: Platform,
  wanted: readonly WantedWheel[],
  here: ReadonlyMap<string, string>,
  host: string,
): Finding[] {
  const at = { file: manifest, line: null };
  const { target } = platform;
  if (!canRun(host, platform)) return [wheelsNotRun.at(at, { name, target, host })];
  const interpreters = wanted
    .flatMap((wheel) => wheel.interpreters)
    .filter((one) => one !== own && !here.has(one));
  return interpreters.length === 0
    ? []
    : [interpretersNotHere.at(at, { name, interpreters, target })];
}
