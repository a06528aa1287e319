import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runWell } from './command.ts';

const pins = ['twine==7.0.0', 'uv==0.13.9', 'pypi-attestations==0.0.29', 'sigstore==4.5.1'];
const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(root, '.slipway', 'test-tools');

export interface PythonTools {
  readonly python: string;
  readonly twine: string;
  readonly uv: string;
}

/** twine and uv in a virtual environment of their own, made once; test files may ask at the same time. */
export async function pythonTools(): Promise<PythonTools> {
  const ready = join(folder, `ready ${pins.join(' ')}`);
  const lock = `${folder}.lock`;
  await mkdir(join(root, '.slipway'), { recursive: true });
  while (!(await exists(ready))) {
    if (!(await take(lock))) {
      await sleep(200);
      continue;
    }
    try {
      if (await exists(ready)) break;
      await rm(folder, { recursive: true, force: true });
      await runWell('python3', ['-m', 'venv', folder]);
      await runWell(tool('pip'), ['install', '--quiet', ...pins]);
      await writeFile(ready, '');
    } finally {
      await rm(lock, { recursive: true, force: true });
    }
  }
  return { python: tool('python'), twine: tool('twine'), uv: tool('uv') };
}

function tool(name: string): string {
  return process.platform === 'win32'
    ? join(folder, 'Scripts', `${name}.exe`)
    : join(folder, 'bin', name);
}

/** Making a folder succeeds for one only. A lock that is five minutes old belongs to nobody any more. */
async function take(lock: string): Promise<boolean> {
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > 5 * 60_000) await rm(lock, { recursive: true, force: true });
  return mkdir(lock).then(
    () => true,
    () => false,
  );
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
