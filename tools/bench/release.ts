import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveWheel } from './inputs/wheels.ts';
import { makeCrates } from './inputs/workspace.ts';
import { installOurs } from './install.ts';
import {
  peakOfChildren,
  progress,
  rounded,
  time,
  type Benchmark,
  type Size,
  type Sizes,
} from './measure.ts';

const here = 'x86_64-unknown-linux-gnu';
/** The platforms of each package; all but this machine's are other jobs' work. */
const allPlatforms = [
  here,
  'aarch64-unknown-linux-gnu',
  'i686-unknown-linux-gnu',
  'armv7-unknown-linux-gnueabihf',
  'powerpc64le-unknown-linux-gnu',
  's390x-unknown-linux-gnu',
  'x86_64-unknown-linux-musl',
  'aarch64-unknown-linux-musl',
  'aarch64-apple-darwin',
  'x86_64-pc-windows-msvc',
];

interface Shape {
  readonly target: string;
  readonly crates: number;
  readonly pythons: readonly string[];
  readonly platforms: readonly string[];
}

const sizes: Sizes<Shape> = {
  whole: {
    target: 'release:publish',
    crates: 12,
    pythons: ['py-0', 'py-1', 'py-2'],
    platforms: allPlatforms,
  },
  // Up to the gate: everything is built, and nothing is published and installed.
  smoke: {
    target: 'release:gate',
    crates: 1,
    pythons: ['py-0'],
    platforms: allPlatforms.slice(0, 2),
  },
};

/** What a task prints when it starts a compiler, or a test that has to compile. */
const compiling = /\$ (maturin|cargo (test|package)|\S*python\S* -m pytest)/g;

/**
 * The rehearsed release of 12 crates and 3 packages for 10 platforms: everything built here that can be; the same
 * again; after a change of one crate; and as the job that publishes has it, which takes all that other jobs built.
 */
export async function release(size: Size): Promise<Benchmark> {
  const shape = sizes[size];
  const home = await installOurs(size);
  const folder = await fixture(home, shape);
  const run = async (what: string, env: Record<string, string> = {}): Promise<number> => {
    const command = ['run', shape.target, '--output-style=static'];
    const { seconds, output } = await time(join(home, 'node_modules/.bin/nx'), command, folder, {
      ...cacheIn(folder),
      ...env,
    });
    const compiled = output.match(compiling)?.length ?? 0;
    progress(`release: ${rounded(seconds)} s: ${what}`);
    // What was cached prints again what it printed: only this run is without the cache, and may compile nothing.
    if (what === taken && compiled > 0) throw new Error(`the job that publishes built:\n${output}`);
    return seconds;
  };
  const cold = await run('cold');
  const artifacts = await leaveArtifacts(folder, shape);
  const publishing = await run(taken, { SLIPWAY_ARTIFACTS: artifacts, NX_SKIP_NX_CACHE: 'true' });
  const cached = await run('cached');
  await appendFile(join(folder, `crates/ws-${shape.crates - 1}/src/lib.rs`), 'pub fn more() {}\n');
  await commit(folder, 'feat: more');
  const changed = await run('one crate changed');
  await rm(folder, { recursive: true, force: true });
  return {
    bench: 'release',
    seconds: rounded(publishing),
    peers: { cold: rounded(cold), cached: rounded(cached), 'one crate changed': rounded(changed) },
    ratios: {
      cold: rounded(publishing / cold),
      'cached / cold': rounded(cached / cold),
      'changed / cold': rounded(changed / cold),
    },
    peakMiB: peakOfChildren(),
  };
}

const taken = 'all of it taken from other jobs';

/** Clones share Nx's cache; this one is to be empty at first. */
function cacheIn(folder: string): Record<string, string> {
  const place = join(folder, '.nx/bench');
  return {
    NX_CACHE_DIRECTORY: join(place, 'cache'),
    NX_WORKSPACE_DATA_DIRECTORY: join(place, 'data'),
  };
}

async function fixture(home: string, { crates, pythons, platforms }: Shape): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'slipway-bench-')), 'workspace');
  await makeCrates(folder, crates, pythons.length);
  for (const name of pythons) {
    const module = name.replace('-', '_');
    await appendFile(
      join(folder, `python/${name}/pyproject.toml`),
      `\n[tool.maturin]\nmodule-name = "${module}"\n`,
    );
    await appendFile(
      join(folder, `python/${name}/Cargo.toml`),
      'pyo3 = { version = "0.29.0", features = ["abi3-py39"] }\n',
    );
    await writeFile(
      join(folder, `python/${name}/src/lib.rs`),
      `use pyo3::prelude::*;\n#[pymodule]\nfn ${module}(_: &Bound<'_, PyModule>) -> PyResult<()> { Ok(()) }\n`,
    );
  }
  const plugins = [{ plugin: '@slipway/nx/plugin', options: { platforms } }];
  const nxJson = { plugins, analytics: false, tui: { enabled: false } };
  await writeFile(join(folder, 'nx.json'), JSON.stringify(nxJson));
  await symlink(join(home, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, '.gitignore'), 'node_modules\n.nx\n.slipway\ndist\ntarget\n');
  await time('cargo', ['generate-lockfile'], folder);
  await time('git', ['init', '--quiet'], folder);
  await commit(folder, 'feat: all of it');
  return folder;
}

async function commit(folder: string, message: string): Promise<void> {
  const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org'];
  await time('git', ['add', '-A'], folder);
  await time('git', [...author, 'commit', '--quiet', '-m', message], folder);
}

/** What the jobs of a workflow leave: packages and tests, the wheels of this machine, those of the others. */
async function leaveArtifacts(folder: string, { pythons, platforms }: Shape): Promise<string> {
  const artifacts = join(folder, '.nx/bench/artifacts');
  for (const part of ['crates', 'sdist', 'release', 'wheels']) {
    await cp(join(folder, 'dist', part), join(artifacts, 'built', part), { recursive: true });
  }
  const { output } = await time('git', ['rev-parse', 'HEAD'], folder);
  const [name = ''] = pythons;
  const manifest = await readFile(
    join(folder, `dist/wheels/${name}/${here}/manifest.json`),
    'utf8',
  );
  const [{ version }] = (JSON.parse(manifest) as { artifacts: [{ version: string }] }).artifacts;
  for (const python of pythons) {
    for (const target of platforms.filter((one) => one !== here)) {
      const wanted = { name: python, version, target, commit: output.trim() };
      await leaveWheel(wanted, artifacts);
    }
  }
  return artifacts;
}
