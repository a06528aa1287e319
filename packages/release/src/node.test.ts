import { execFile } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { promisify } from 'node:util';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { childEnvironment, nodePorts } from './node.ts';

const ports = nodePorts();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-node-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a file that is written anew keeps its mode', async () => {
  const path = join(folder, 'setup.py');
  await writeFile(path, 'old');
  await chmod(path, 0o755);
  await ports.files.write(path, 'new');
  expect((await stat(path)).mode & 0o777).toBe(0o755);
});

it('a file that cannot be written leaves nothing beside it', async () => {
  const around = join(folder, 'around');
  await mkdir(join(around, 'taken'), { recursive: true });
  await expect(ports.files.write(join(around, 'taken'), 'new')).rejects.toThrow('EISDIR');
  expect(await readdir(around)).toEqual(['taken']);
});

it('a clock that is set back meanwhile moves nothing; sleep is time that has passed', () => {
  const before = ports.clock.now();
  expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
  const set = vi.spyOn(Date, 'now').mockReturnValue(before - 3_600_000);
  expect(ports.clock.now()).toBeGreaterThanOrEqual(before);
  set.mockReturnValue(before + 3_600_000);
  expect(ports.clock.now()).toBeGreaterThanOrEqual(before + 3_600_000);
  set.mockRestore();
});

describe('processes', () => {
  it('gives both streams, the exit code, and each line as it comes', async () => {
    const lines: string[] = [];
    const script = 'console.log("out"); console.error("err"); process.exit(3)';
    const result = await ports.processes.run(process.execPath, ['-e', script], {
      cwd: folder,
      onLine: (line) => void lines.push(line),
    });
    expect(result).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
    expect(lines.toSorted()).toEqual(['err', 'out']);
  });

  it('is null for a program that is not there', async () => {
    expect(await ports.processes.run('no-such-program-of-slipway', [], { cwd: folder })).toBeNull();
  });

  it.runIf(process.platform !== 'win32')('has git start no watcher and no hook', async () => {
    const cwd = join(folder, 'watched');
    await mkdir(cwd);
    const git = async (...args: string[]) => ports.processes.run('git', args, { cwd });
    const loot = join(folder, 'loot');
    const evil = join(cwd, '.git/hooks/post-index-change');
    await git('init', '-q');
    await writeFile(join(cwd, 'file'), 'one');
    await git('add', 'file');
    await git('config', 'core.fsmonitor', evil);
    await ports.files.write(evil, `#!/bin/sh\necho ran >> '${loot}'\n`);
    await chmod(evil, 0o755);
    await utimes(join(cwd, 'file'), 1, 1);
    expect((await git('status', '--porcelain'))?.stdout).toBe('A  file\n');
    expect(await ports.files.readText(loot)).toBeNull();
    // As a proof that it would be.
    await promisify(execFile)('git', ['status'], { cwd });
    expect(await ports.files.readText(loot)).toContain('ran');
  });

  it('hands children no credential', async () => {
    process.env['SLIPWAY_TEST_TOKEN'] = 'cio_tp_leaked';
    process.env['SLIPWAY_TEST_PLAIN'] = 'seen';
    try {
      const { stdout } = (await ports.processes.run(
        process.execPath,
        ['-p', 'JSON.stringify(process.env)'],
        { cwd: folder },
      ))!;
      expect(stdout).not.toContain('cio_tp_leaked');
      expect(JSON.parse(stdout)).toMatchObject({ SLIPWAY_TEST_PLAIN: 'seen' });
      expect(childEnvironment(process.env)).not.toHaveProperty('SLIPWAY_TEST_TOKEN');
    } finally {
      delete process.env['SLIPWAY_TEST_TOKEN'];
      delete process.env['SLIPWAY_TEST_PLAIN'];
    }
  });
});

describe('files', () => {
  it('are located through links', async () => {
    const real = await realpath(folder);
    await ports.files.write(join(folder, 'docs/CHANGES.md'), 'x');
    await symlink('docs/CHANGES.md', join(folder, 'CHANGES.md'));
    await symlink('gone', join(folder, 'dangling'));
    await symlink('loop', join(folder, 'loop'));
    const locate = (name: string) => ports.files.locate(join(folder, name));
    expect(await locate('CHANGES.md')).toEqual({
      path: join(real, 'docs/CHANGES.md'),
      kind: 'file',
    });
    expect(await locate('docs')).toMatchObject({ kind: 'folder' });
    expect(await locate('docs/new/file')).toEqual({
      path: join(real, 'docs/new/file'),
      kind: 'nothing',
    });
    expect(await locate('dangling')).toBeNull();
    expect(await locate('loop')).toBeNull();
    expect(await locate('docs/CHANGES.md/below')).toBeNull();
    expect(await ports.files.readText(join(folder, 'loop'))).toBeNull();
    expect(await ports.files.readText(join(folder, 'docs'))).toBeNull();
  });

  it.runIf(process.platform === 'linux')('fails at once where no folder can be made', async () => {
    await expect(ports.files.write('/proc/slipway/a/b', 'x')).rejects.toThrow('ENOENT');
  });

  it('writes whole or not at all, and leaves nothing beside it', async () => {
    await ports.files.write(join(folder, 'a/b.txt'), 'one');
    await ports.files.write(join(folder, 'a/b.txt'), 'two');
    expect(await ports.files.readText(join(folder, 'a/b.txt'))).toBe('two');
    expect(await readdir(join(folder, 'a'))).toEqual(['b.txt']);
  });

  it('digests what is there', async () => {
    await ports.files.write(join(folder, 'abc'), 'abc');
    expect(await ports.files.digest(join(folder, 'abc'))).toEqual({
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      bytes: 3,
    });
    expect(await ports.files.digest(join(folder, 'none'))).toBeNull();
    expect(await ports.files.readText(join(folder, 'none'))).toBeNull();
    expect(await ports.files.list(join(folder, 'none'))).toEqual([]);
  });

  it('makes a folder for one caller alone', async () => {
    const both = await Promise.all(
      [1, 2].map(() => ports.files.createDirectory(join(folder, 'lock'))),
    );
    expect(both.toSorted()).toEqual([false, true]);
  });
});
