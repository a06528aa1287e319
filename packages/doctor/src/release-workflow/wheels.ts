import { hasFlag, type Word } from '../script/index.ts';
import { compareInterpreters, interpreterNames } from './interpreters.ts';
import { cibuildwheelJobs } from './cibuildwheel.ts';
import { policyName, readMaturin, type MaturinArguments } from './maturin.ts';
import type { Sdist, Tool, WheelJob } from './model.ts';
import { targetTriple } from './platform.ts';
import type { JobRun, ProgramRun, StepRun } from './run.ts';

/** What the steps of a run build. */
export interface Built {
  readonly wheels: readonly WheelJob[];
  readonly sdists: readonly Sdist[];
}

/** Takes one run of a job. Returns the wheels and sdists that its steps build, in order. */
export function builtBy(run: JobRun): Built {
  const wheels: WheelJob[] = [];
  const sdists: Sdist[] = [];
  let pythons: readonly string[] = [];
  for (const step of run.steps) {
    pythons = pythonsAfter(step, pythons);
    for (const build of buildsOf(run, step, pythons)) {
      if (build.sdist) sdists.push({ file: step.step.file, job: run.job.id, line: build.line });
      wheels.push(...build.wheels);
    }
  }
  return { wheels: lastOfEach(wheels), sdists };
}

/** Of wheels that a run builds twice (to profile, then to optimize) the last, which takes the first one's place. */
function lastOfEach(wheels: readonly WheelJob[]): WheelJob[] {
  const keyOf = ({ manifest, target, interpreters, policy }: WheelJob): string =>
    [manifest, target, interpreters.join(' '), policy].join('|');
  return [...new Map(wheels.map((wheel) => [keyOf(wheel), wheel])).values()];
}

interface Build {
  readonly line: number;
  readonly sdist: boolean;
  readonly wheels: readonly WheelJob[];
}

function pythonsAfter(step: StepRun, before: readonly string[]): readonly string[] {
  const action = step.step.uses?.action;
  if (
    !/^(actions\/setup-python|astral-sh\/setup-uv|prefix-dev\/|conda-incubator\/)/.test(
      action ?? '',
    )
  ) {
    return before;
  }
  const written = step.input('python-version');
  return written === '' ? before : interpreterNames(written.includes('${{') ? [] : [written]);
}

function buildsOf(run: JobRun, step: StepRun, pythons: readonly string[]): Build[] {
  const { uses } = step.step;
  if (uses && /^(pyo3|messense)\/maturin-action$/i.test(uses.action)) return ofAction(run, step);
  if (uses?.action.toLowerCase() === 'pypa/cibuildwheel') {
    return [
      { line: uses.line, sdist: false, wheels: cibuildwheelJobs(run, step, step.step.line, []) },
    ];
  }
  return step.commands.flatMap((program) => ofProgram(run, step, program, pythons));
}

/** As the action does: it runs in a container when it is told a policy, or cross-compiles, or publishes. */
function ofAction(run: JobRun, step: StepRun): Build[] {
  const { line } = step.step;
  const command = step.input('command') || 'build';
  if (command === 'sdist') return [{ line, sdist: true, wheels: [] }];
  if (command !== 'build' && command !== 'publish') return [];
  const written = step.input('args').split(/\s+/).filter(Boolean);
  const asked = readMaturin(
    written.map((text) => ({ text: text.replace(/^['"]|['"]$/g, ''), literal: true })),
  );
  const named = asked.target ?? (step.input('target') || null);
  const crosses =
    run.machine?.arch === 'X64' && named !== null && !/^(x86_64|x64|i686|x86|wasm)/.test(named);
  const written_ = step.input('manylinux');
  const policy = written_ || asked.policies[0] || (command === 'publish' || crosses ? 'auto' : '');
  const linux = run.machine === null || run.machine.os === 'Linux';
  const container = step.input('container');
  const inImage = linux && policy !== '' && policy !== 'off' && container !== 'off';
  const wheel = wheelOf(run, step, 'maturin-action', line, { ...asked, target: named }, []);
  const place = inImage || isWheelImage(container) ? 'image' : wheel.place;
  const wheels = [{ ...wheel, policy: linux && policy !== '' ? policyName(policy) : null, place }];
  return [
    {
      line,
      sdist: asked.sdist || publishesSdist(command, asked),
      wheels: retarget(run, wheels, named),
    },
  ];
}

function retarget(run: JobRun, wheels: readonly WheelJob[], named: string | null): WheelJob[] {
  return wheels.map((wheel) => {
    const musl = wheel.policy?.startsWith('musllinux') ?? false;
    return { ...wheel, target: targetTriple(named, run.machine, musl) };
  });
}

function ofProgram(
  run: JobRun,
  step: StepRun,
  program: ProgramRun,
  pythons: readonly string[],
): Build[] {
  const { line } = program.command;
  const [first, ...rest] = program.arguments;
  if (program.name === 'docker') return ofDocker(run, step, program);
  if (program.name === 'maturin') return ofMaturin(run, step, line, first?.text, rest, pythons);
  if (program.name === 'cibuildwheel') {
    return [{ line, sdist: false, wheels: cibuildwheelJobs(run, step, line, program.arguments) }];
  }
  const tool = frontendOf(program);
  if (!tool) return [];
  const words = tool === 'build' ? program.arguments : rest;
  const [onlyWheel, onlySdist] = [hasFlag(words, '--wheel', '-w'), hasFlag(words, '--sdist', '-s')];
  const makesWheel = tool === 'pip' || onlyWheel || !onlySdist;
  const asked = readMaturin([]);
  return [
    {
      line,
      sdist: tool !== 'pip' && (onlySdist || !onlyWheel),
      wheels: makesWheel ? [wheelOf(run, step, tool, line, asked, pythons)] : [],
    },
  ];
}

function frontendOf({ name, arguments: words }: ProgramRun): Tool | null {
  if (name === 'uv' && words[0]?.text === 'build') return 'uv';
  if (name === 'pip' && words[0]?.text === 'wheel') return 'pip';
  return name === 'build' || name === 'pyproject-build' ? 'build' : null;
}

function ofMaturin(
  run: JobRun,
  step: StepRun,
  line: number,
  command: string | undefined,
  words: readonly Word[],
  pythons: readonly string[],
  image = false,
): Build[] {
  if (command === 'sdist') return [{ line, sdist: true, wheels: [] }];
  if (command !== 'build' && command !== 'publish') return [];
  const asked = readMaturin(words);
  const wheel = wheelOf(run, step, 'maturin', line, asked, pythons);
  const wheels: WheelJob[] = [image ? { ...wheel, place: 'image' } : wheel];
  return [{ line, sdist: asked.sdist || publishesSdist(command, asked), wheels }];
}

function publishesSdist(command: string, asked: MaturinArguments): boolean {
  return command === 'publish' && !asked.noSdist;
}

function ofDocker(run: JobRun, step: StepRun, { arguments: words, command }: ProgramRun): Build[] {
  const image = words.findIndex(
    ({ text }) => isWheelImage(text) || /pyo3\/maturin|konstin2\/maturin/.test(text),
  );
  if (words[0]?.text !== 'run' || image < 0) return [];
  const rest = words.slice(image + 1);
  const at = rest.findIndex(({ text }) => /^(build|publish|sdist)$/.test(text));
  if (at < 0) return [];
  return ofMaturin(run, step, command.line, rest[at]!.text, rest.slice(at + 1), [], true);
}

function wheelOf(
  run: JobRun,
  step: StepRun,
  tool: Tool,
  line: number,
  asked: MaturinArguments,
  pythons: readonly string[],
): WheelJob {
  const policy = asked.policies[0] ?? null;
  const named = asked.target ?? step.env.get('CARGO_BUILD_TARGET') ?? null;
  const musl = policy?.startsWith('musllinux') ?? false;
  const interpreters = asked.interpreters.length > 0 ? asked.interpreters : pythons;
  return {
    workflow: run.workflow.file,
    file: step.step.file,
    job: run.job.id,
    line,
    tool,
    manifest: asked.manifest,
    target: targetTriple(named, run.machine, musl),
    interpreters: [...(asked.findsInterpreters ? [] : interpreters)].sort(compareInterpreters),
    findsInterpreters: asked.findsInterpreters,
    abi3: asked.abi3,
    policy: policy === null ? null : policyName(policy),
    place: placeOf(run, step, asked),
    runner: run.runner,
  };
}

function placeOf(run: JobRun, step: StepRun, asked: MaturinArguments): WheelJob['place'] {
  if (isWheelImage(run.container ?? '')) return 'image';
  if (asked.zig) return 'zig';
  return asked.cross || step.env.get('CARGO') === 'cross' ? 'cross' : 'host';
}

function isWheelImage(image: string): boolean {
  return /manylinux|musllinux/.test(image);
}
