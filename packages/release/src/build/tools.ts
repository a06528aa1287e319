import { toolInstallFailed } from '../finding/index.ts';
import { gist, makeOwnFolder, missing, ownFolder, type Workshop } from '../command/index.ts';

/**
 * The Python tools, each at one version: maturin builds wheels and sdists, ziglang links against an
 * old glibc (manylinux), uv makes clean environments at once, pytest runs the tests.
 */
const pinned = ['maturin==1.16.0', 'ziglang==0.15.2', 'uv==0.13.9', 'pytest==8.4.2'] as const;

/** Slipway's own virtual environment. */
export interface Tools {
  /** The machine's interpreter, by its real path: a shim would follow `.python-version` files. */
  readonly python: string;
  /** "3.11" */
  readonly pythonVersion: string;
  readonly maturin: string;
  readonly maturinVersion: string;
  readonly uv: string;
  /** The command of a pip that installs into other environments, with `--python`; null where Python brought an older one. */
  readonly pip: readonly string[] | null;
  /** Requirements for a test environment. */
  readonly pytest: string;
  /** Folder of the tools' programs, to be put first in PATH: maturin looks for zig there. */
  readonly bin: string;
}

/**
 * The tools, installed on the first call into `.slipway/tools` and only looked at afterwards.
 * Calls at the same time, also from other processes, wait for the one that installs.
 * @throws SlipwayError SLW001 without Python, SLW209 when the installation fails.
 */
export async function ensureTools(workshop: Workshop): Promise<Tools> {
  const { ports } = workshop;
  const { executable, version } = await findPython(workshop);
  const key = [...pinned, `python-${version}`].join('+').replaceAll('==', '-');
  const home = `${await makeOwnFolder(workshop)}/tools`;
  const folder = `${home}/${key}`;
  await ports.files.makeDirectory(home);
  await whileLocked(workshop, `${folder}.lock`, async () => {
    if (await ports.files.exists(`${folder}/.ready`)) return;
    await ports.files.remove(folder);
    await install(workshop, executable, folder);
    await ports.files.write(`${folder}/.ready`, '');
  });
  const windows = ports.environment.platform === 'win32';
  const bin = `${folder}/${windows ? 'Scripts' : 'bin'}`;
  const program = (name: string): string => `${bin}/${name}${windows ? '.exe' : ''}`;
  return {
    python: executable,
    pythonVersion: version,
    maturin: program('maturin'),
    maturinVersion: pinned[0].replace('==', ' '),
    uv: program('uv'),
    // Since pip 22.3; Python 3.11 came with that.
    pip: Number(version.split('.')[1]) >= 11 ? [program('python'), '-m', 'pip'] : null,
    pytest: pinned[3],
    bin,
  };
}

async function install(workshop: Workshop, python: string, folder: string): Promise<void> {
  const tools = pinned.map((tool) => tool.split('==')[0]).join(', ');
  workshop.progress(`installing ${tools} into ${ownFolder}/tools (once)`);
  const windows = workshop.ports.environment.platform === 'win32';
  const inside = `${folder}/${windows ? 'Scripts/python.exe' : 'bin/python'}`;
  const steps: [string, ...string[]][] = [
    [python, '-m', 'venv', folder],
    [inside, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...pinned],
  ];
  for (const [command, ...args] of steps) {
    const result = await workshop.ports.processes.run(command, args, { cwd: workshop.root });
    if (result === null) throw missing('python3');
    if (result.exitCode !== 0) {
      throw toolInstallFailed.error({ tools, detail: gist(result.all) });
    }
  }
}

/**
 * The first interpreter that runs, by its real path: a pyenv shim may exist and yet not run.
 * @throws SlipwayError SLW001 when there is none from 3.9 on.
 */
export async function findPython({
  root,
  ports,
}: Workshop): Promise<{ executable: string; version: string }> {
  const question = 'import sys; print(sys.executable); print("%d.%d" % sys.version_info[:2])';
  for (const name of [
    'python3',
    'python',
    'python3.13',
    'python3.12',
    'python3.11',
    'python3.10',
  ]) {
    const result = await ports.processes.run(name, ['-c', question], { cwd: root });
    const [executable, version] = result?.exitCode === 0 ? result.stdout.trim().split(/\r?\n/) : [];
    if (executable && version && Number(version.split('.')[1]) >= 9 && version.startsWith('3.')) {
      return { executable, version };
    }
  }
  throw missing('python3');
}

/** Runs `body` while no other process does, by a folder that only one can make. */
export async function whileLocked(
  workshop: Workshop,
  lock: string,
  body: () => Promise<void>,
): Promise<void> {
  const { files, clock, environment } = workshop.ports;
  while (!(await files.createDirectory(lock))) {
    const owner = Number((await files.readText(`${lock}/pid`)) ?? environment.pid);
    if (!environment.isAlive(owner)) await files.remove(lock);
    else await clock.sleep(100);
  }
  try {
    await files.write(`${lock}/pid`, String(environment.pid));
    await body();
  } finally {
    await files.remove(lock);
  }
}
