import { mkdir, mkdtemp, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freshClone,
  peakOfChildren,
  progress,
  repository,
  rounded,
  time,
  type Benchmark,
  type Size,
  type Sizes,
} from './measure.ts';

type Step = [command: string, args: string[], cwd: string];

/** What of ours, and which of the commands. A smoke takes one that runs cargo and one that runs maturin. */
const sizes: Sizes<{ target: string; isWanted: (step: Step, index: number) => boolean }> = {
  whole: { target: 'release:publish', isWanted: () => true },
  smoke: {
    target: 'release:validate',
    isWanted: ([, [subcommand]], index) => index === 0 || subcommand === 'sdist',
  },
};

/**
 * A first run in a fresh clone, nothing built and nothing cached, against the cargo, maturin and
 * pytest commands that it has to run, one after the other in another fresh clone. The Python tools
 * are there in both: installing them once is no command of the release.
 */
export async function cold(size: Size): Promise<Benchmark> {
  const { target, isWanted } = sizes[size];
  const clone = await freshClone();
  progress('cold: installing the tools');
  const tools = await installTools(clone);
  progress(`cold: ${target}`);
  const ours = (await time('nx', ['run', target], clone, emptyCache(clone))).seconds;
  progress(`cold: ${rounded(ours)} s; now the commands alone`);
  const commands = await plainCommands(await freshClone(), tools, isWanted);
  return {
    bench: 'cold',
    seconds: rounded(ours),
    peers: { commands: rounded(commands) },
    ratios: { commands: rounded(ours / commands) },
    peakMiB: peakOfChildren(),
  };
}

/** Nx shares its cache among the clones of a repository; this run is to find nothing. */
function emptyCache(clone: string): Record<string, string> {
  const folder = join(clone, '.nx/cold');
  return {
    NX_CACHE_DIRECTORY: join(folder, 'cache'),
    NX_WORKSPACE_DATA_DIRECTORY: join(folder, 'data'),
  };
}

/** Slipway's tools in a clone, those of this repository; the folder of their programs. */
async function installTools(clone: string): Promise<string> {
  const own = join(repository, '.slipway/tools');
  await mkdir(own, { recursive: true });
  await mkdir(join(clone, '.slipway'));
  await symlink(own, join(clone, '.slipway/tools'));
  const script = `
    import { ensureTools } from '@slipway/release/build';
    import { nodePorts } from '@slipway/release/node';
    const tools = await ensureTools({ root: process.cwd(), ports: nodePorts(), progress: () => {} });
    console.log(tools.bin);`;
  const { output } = await time('node', ['--input-type=module', '--eval', script], clone);
  return output.trim().split('\n').at(-1)!;
}

async function plainCommands(
  clone: string,
  bin: string,
  isWanted: (step: Step, index: number) => boolean,
): Promise<number> {
  const out = await mkdtemp(join(tmpdir(), 'slipway-plain-'));
  const crates = join(clone, 'crates-stub');
  const python = join(clone, 'python-stub');
  const path = { PATH: `${bin}:${process.env['PATH']}` };
  const names = await cratesOf(crates);
  const packages = names.flatMap((name) => ['-p', name]);
  const build = ['build', '--release', '--zig', '--compatibility', 'manylinux2014'];
  const steps: Step[] = [
    ...names.map((name): Step => ['cargo', ['test', '-p', name, '--locked'], crates]),
    [
      'cargo',
      ['package', ...packages, '--registry', 'crates-io', '--locked', '--allow-dirty'],
      crates,
    ],
    [join(bin, 'maturin'), ['build', '--out', out], python],
    [join(bin, 'maturin'), ['sdist', '--out', out], python],
    [
      join(bin, 'maturin'),
      [...build, '--target', 'x86_64-unknown-linux-gnu', '--out', out],
      python,
    ],
    [join(bin, 'python'), ['-m', 'venv', join(out, 'env')], python],
    [
      join(out, 'env/bin/python'),
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--find-links',
        out,
        'pytest==8.4.2',
        await nameOf(python),
      ],
      python,
    ],
    [join(out, 'env/bin/python'), ['-m', 'pytest', '-p', 'no:cacheprovider', 'tests'], python],
  ];
  let total = 0;
  for (const [command, args, cwd] of steps.filter(isWanted)) {
    const { seconds } = await time(command, args, cwd, path);
    progress(`cold:   ${rounded(seconds)} s  ${command.split('/').at(-1)} ${args.join(' ')}`);
    total += seconds;
  }
  return total;
}

async function cratesOf(workspace: string): Promise<string[]> {
  const { output } = await time(
    'cargo',
    ['metadata', '--no-deps', '--format-version', '1', '--offline'],
    workspace,
  );
  const { packages } = JSON.parse(output) as { packages: { name: string }[] };
  return packages.map(({ name }) => name).sort();
}

async function nameOf(python: string): Promise<string> {
  const text = await readFile(join(python, 'pyproject.toml'), 'utf8');
  return /^name = "([^"]+)"/m.exec(text)?.[1] ?? 'unknown';
}
