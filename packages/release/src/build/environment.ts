import { toolInstallFailed } from '../finding/index.ts';
import { gist, ownFolder, type Workshop } from '../command/index.ts';
import type { Tools } from './tools.ts';

/**
 * Makes an empty virtual environment, installs requirements into it, hands its interpreter to
 * `body`, and removes it again.
 * @throws SlipwayError SLW209 when something cannot be installed; what `body` throws.
 */
export async function withEnvironment<T>(
  tools: Tools,
  requirements: readonly string[],
  workshop: Workshop,
  body: (interpreter: string) => Promise<T>,
): Promise<T> {
  const { root, ports } = workshop;
  const folder = await ports.files.temporaryDirectory('slipway-env-');
  const windows = ports.environment.platform === 'win32';
  const interpreter = `${folder}/env/${windows ? 'Scripts/python.exe' : 'bin/python'}`;
  const env = { UV_CACHE_DIR: `${root}/${ownFolder}/cache/uv`, UV_NO_PROGRESS: '1' };
  try {
    for (const args of [
      ['venv', '--quiet', '--no-project', '--no-config', '--python', tools.python, `${folder}/env`],
      ['pip', 'install', '--quiet', '--python', interpreter, ...requirements],
    ]) {
      const result = await ports.processes.run(tools.uv, args, { cwd: folder, env });
      if (result?.exitCode !== 0) {
        const names = requirements.map((name) => name.split('/').at(-1)).join(', ');
        throw toolInstallFailed.error({
          tools: names,
          detail: gist(result?.all ?? 'uv did not start'),
        });
      }
    }
    return await body(interpreter);
  } finally {
    await ports.files.remove(folder);
  }
}
