import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { executors } from './executors.ts';

const home = join(import.meta.dirname, '../..');

interface Written {
  readonly implementation: string;
  readonly batchImplementation?: string;
}

async function namesInJson(): Promise<string[]> {
  const text = await readFile(join(home, 'executors.json'), 'utf8');
  const written = Object.values((JSON.parse(text) as { executors: Written[] }).executors);
  return written
    .flatMap((one) => [one.implementation, one.batchImplementation ?? []].flat())
    .map((path) => path.replace('./executors.mjs#', ''));
}

/** What a process loads beside the table when an executor runs, in the order of the alphabet. Nothing of it is run. */
async function loadedBy(name: string): Promise<string[]> {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({
      load(url, context, next) {
        if (!url.endsWith('.ts') || url.endsWith('/executors.ts')) return next(url, context);
        console.log(url.split('/').slice(-2).join('/'));
        return { format: 'module', source: 'export {}', shortCircuit: true };
      },
    });
    const doors = await import(${JSON.stringify(join(home, 'executors.mjs'))});
    await doors[${JSON.stringify(name)}]({}, {}).catch(() => {});
  `;
  const args = ['--no-warnings', '--input-type=module', '--eval', script];
  // With a cache, strip.mjs answers before the hook here.
  const env = { ...process.env, NODE_COMPILE_CACHE: '' };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return stdout.trim().split('\n').sort();
}

describe('the executors', () => {
  it('are those of executors.json, each with its door', async () => {
    const names = (await namesInJson()).sort();
    expect(Object.keys(executors).sort()).toEqual(names);
    const doors = (await import(join(home, 'executors.mjs'))) as object;
    expect(Object.keys(doors).sort()).toEqual(names);
  });

  it('load their own command and no other', async () => {
    expect(await loadedBy('gate')).toEqual(['commands/gate.ts', 'executors/host.ts']);
    expect(await loadedBy('publishCrates')).toEqual(['executors/publish-crates.ts']);
  });
});
