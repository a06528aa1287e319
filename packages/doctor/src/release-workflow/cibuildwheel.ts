import { optionOf, type Word } from '../script/index.ts';
import { compareInterpreters } from './interpreters.ts';
import type { WheelJob } from './model.ts';
import { nativeTriple, targetTriple, type Machine } from './platform.ts';
import type { JobRun, StepRun } from './run.ts';

const known = [
  ...[8, 9, 10, 11, 12, 13, 14, 15].map((minor) => ({ tag: `cp3${minor}`, name: `3.${minor}` })),
  { tag: 'cp313t', name: '3.13t' },
  { tag: 'cp314t', name: '3.14t' },
  { tag: 'cp315t', name: '3.15t' },
  ...[8, 9, 10, 11].map((minor) => ({ tag: `pp3${minor}`, name: `pypy3.${minor}` })),
  ...[11, 12].map((minor) => ({ tag: `gp3${minor}`, name: `graalpy3.${minor}` })),
];

const systems = { Linux: 'linux', Windows: 'windows', macOS: 'macos' } as const;

/**
 * Takes a step that runs cibuildwheel, and the words after the command's name. Returns a wheel job for each
 * architecture and libc. Interpreters are told only where `CIBW_BUILD` tells them; what `[tool.cibuildwheel]`
 * of pyproject.toml says is not known here.
 */
export function cibuildwheelJobs(
  run: JobRun,
  step: StepRun,
  line: number,
  words: readonly Word[],
): WheelJob[] {
  const { machine } = run;
  const setting = (name: string): string => settingOf(step, name, machine);
  const build = optionOf(words, '--only') ?? setting('CIBW_BUILD');
  const skip = setting('CIBW_SKIP');
  const archs = optionOf(words, '--archs') ?? setting('CIBW_ARCHS');
  return targetsOf(archs, machine).flatMap((target) =>
    (target === null || !target.includes('linux') ? [false] : [false, true]).flatMap((musl) => {
      const triple = target && targetTriple(target, machine, musl);
      const tags = selected(build, skip, triple);
      if (triple !== null && tags.length === 0) return [];
      const told = build !== '' && !build.includes('${{');
      return [
        {
          workflow: run.workflow.file,
          file: step.step.file,
          job: run.job.id,
          line,
          tool: 'cibuildwheel' as const,
          manifest: null,
          target: triple,
          interpreters: told ? tags.map(({ name }) => name).sort(compareInterpreters) : [],
          findsInterpreters: !told,
          abi3: false,
          policy: policyOf(setting, musl, triple),
          place: triple?.includes('linux') === false ? ('host' as const) : ('image' as const),
          runner: run.runner,
        },
      ];
    }),
  );
}

function settingOf(step: StepRun, name: string, machine: Machine | null): string {
  const system = machine ? systems[machine.os].toUpperCase() : '';
  return step.env.get(`${name}_${system}`) ?? step.env.get(name) ?? '';
}

function policyOf(
  setting: (name: string) => string,
  musl: boolean,
  triple: string | null,
): string | null {
  if (triple?.includes('linux') === false) return null;
  const arch = triple?.startsWith('aarch64') ? 'AARCH64' : 'X86_64';
  const image = setting(`CIBW_${musl ? 'MUSLLINUX' : 'MANYLINUX'}_${arch}_IMAGE`);
  return /(?:many|musl)linux_?\d+(?:_\d+)?/.exec(image)?.[0] ?? 'auto';
}

function targetsOf(archs: string, machine: Machine | null): (string | null)[] {
  if (!machine) return [null];
  const native = nativeTriple(machine);
  const names = archs.split(/[\s,]+/).filter(Boolean);
  const named = names.filter((name) => !/^(auto|auto64|native|all|\$\{\{.*)$/.test(name));
  const targets = named.map((name) => targetTriple(name, machine, false));
  if (named.length < names.length || names.length === 0) targets.unshift(native);
  return [...new Set(targets)];
}

function selected(build: string, skip: string, triple: string | null) {
  const wanted = build.includes('${{') ? [] : build.split(/\s+/).filter(Boolean);
  const unwanted = skip.split(/\s+/).filter(Boolean);
  return known.filter(({ tag }) => {
    const id = `${tag}-${platformTag(triple)}`;
    const matches = (glob: string): boolean => toPattern(glob).test(id);
    return (wanted.length === 0 || wanted.some(matches)) && !unwanted.some(matches);
  });
}

function platformTag(triple: string | null): string {
  const arch = triple?.split('-', 1)[0] ?? '';
  if (triple?.includes('musl')) return `musllinux_${arch}`;
  if (triple?.includes('linux')) return `manylinux_${arch}`;
  if (triple?.includes('windows'))
    return { x86_64: 'win_amd64', i686: 'win32' }[arch] ?? 'win_arm64';
  return `macosx_${arch === 'aarch64' ? 'arm64' : arch}`;
}

function toPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^$()|\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
    .replace(/\{([^}]*)\}/g, (_, inner: string) => `(?:${inner.replaceAll(',', '|')})`);
  return new RegExp(`^${source}$`);
}
