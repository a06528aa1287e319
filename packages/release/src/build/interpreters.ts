import { searchPath, type Workshop } from '../command/index.ts';
import type { Tools } from './tools.ts';

/**
 * Finds interpreters by name (`3.9`, `3.14t`, `pypy3.11`), as uv finds them, also where pyenv and GitHub's
 * runners keep those that are not in PATH. Returns the paths of those that are here.
 */
export async function findInterpreters(
  names: readonly string[],
  { uv }: Pick<Tools, 'uv'>,
  workshop: Workshop,
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const { root, ports } = workshop;
  const folders = [ports.environment.get('PATH') ?? '', ...(await foldersElsewhere(workshop))];
  const env = { PATH: searchPath(folders, ports), UV_PYTHON_DOWNLOADS: 'never' };
  const found = await Promise.all(
    names.map(async (name): Promise<[string, string] | null> => {
      const args = ['python', 'find', '--no-project', '--no-config', name];
      const result = await ports.processes.run(uv, args, { cwd: root, env });
      const executable = result?.exitCode === 0 ? result.stdout.trim() : '';
      return executable === '' ? null : [name, executable];
    }),
  );
  return new Map(found.filter((one) => one !== null));
}

/** Folders of programs: `versions/3.9.18/bin` of pyenv, `Python/3.9.18/x64/bin` of a runner's tool cache. */
async function foldersElsewhere({ ports: { files, environment } }: Workshop): Promise<string[]> {
  const home = environment.get('HOME') ?? environment.get('USERPROFILE') ?? '';
  const pyenv = `${environment.get('PYENV_ROOT') ?? `${home}/.pyenv`}/versions`;
  const versions = (await files.list(pyenv)).filter((name) => !name.startsWith('2.'));
  const folders = versions.map((version) => `${pyenv}/${version}/bin`);
  const cache = environment.get('RUNNER_TOOL_CACHE');
  if (cache === null) return folders;
  for (const kind of ['Python', 'PyPy']) {
    for (const version of await files.list(`${cache}/${kind}`)) {
      for (const architecture of await files.list(`${cache}/${kind}/${version}`)) {
        const folder = `${cache}/${kind}/${version}/${architecture}`;
        folders.push(folder, `${folder}/bin`);
      }
    }
  }
  return folders;
}
