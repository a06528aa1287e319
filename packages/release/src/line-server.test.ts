import { execFile } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientScript, serveLines } from './line-server.ts';
import type { LineServer } from './ports.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-lines-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const shout = async (line: string): Promise<string> => line.toUpperCase();

/** Everything that is answered until the connection ends. */
function say(server: LineServer, ...texts: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answered = '';
    const socket = connect(server.address, () => socket.write(texts.shift()!));
    socket.on('error', reject);
    socket.on('data', (data) => {
      answered += String(data);
      const next = texts.shift();
      if (next === undefined) socket.end();
      else socket.write(next);
    });
    socket.on('close', () => resolve(answered));
  });
}

/** A folder whose path has so many characters. */
async function long(length: number): Promise<string> {
  const path = join(folder, 'x'.repeat(length - folder.length - 1));
  await mkdir(path, { recursive: true });
  return path;
}

describe('a server of lines', () => {
  it('answers each line, though it comes in pieces', async () => {
    const server = await serveLines(shout);
    expect(await say(server, 'first\nsec', 'ond\n')).toBe('FIRST\nSECOND\n');
    await server.close();
  });

  it('ends, whoever is connected and says nothing', async () => {
    const server = await serveLines(shout);
    const idle = say(server, 'half a line').catch(() => '');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const started = performance.now();
    await server.close();
    expect(performance.now() - started).toBeLessThan(1000);
    expect(await idle).toBe('');
    expect(await stat(dirname(server.client)).catch(() => null)).toBeNull();
  });

  it('hangs up on who sends a line that is too long', async () => {
    let asked = 0;
    const count = async (line: string): Promise<string> => {
      asked += 1;
      return line;
    };
    const server = await serveLines(count);
    expect(await say(server, 'x'.repeat(20_000)).catch(() => '')).toBe('');
    expect(await say(server, `${'x'.repeat(20_000)}\n`).catch(() => '')).toBe('');
    expect(asked).toBe(0);
    await server.close();
  });

  it.runIf(process.platform !== 'win32')(
    'takes another folder where a path would be cut off, for each server its own',
    async () => {
      const deep = await long(120);
      const servers = await Promise.all([1, 2].map(() => serveLines(shout, [deep, folder])));
      const addresses = servers.map(({ address }) => address);
      expect(new Set(addresses).size).toBe(2);
      for (const { address } of servers) {
        expect(dirname(dirname(address))).toBe(folder);
        expect((await lstat(address)).isSocket()).toBe(true);
        expect((await lstat(dirname(address))).mode & 0o777).toBe(0o700);
      }
      for (const server of servers) expect(await say(server, 'a\n')).toBe('A\n');
      for (const server of servers) await server.close();
      expect(await readdir(deep)).toEqual([]);
    },
  );

  it.runIf(process.platform !== 'win32')('counts bytes, and takes the last that fits', async () => {
    const longest = process.platform === 'darwin' ? 103 : 107;
    const rest = '/slipway-XXXXXX/s'.length;
    const fits = await serveLines(shout, [await long(longest - rest)]);
    expect(await say(fits, 'a\n')).toBe('A\n');
    expect((await lstat(fits.address)).isSocket()).toBe(true);
    await fits.close();
    await expect(serveLines(shout, [await long(longest - rest + 1)])).rejects.toThrow('SLW306');
    const wide = join(folder, 'ü'.repeat(40));
    await mkdir(wide);
    await expect(serveLines(shout, [wide])).rejects.toThrow('SLW306');
  });

  it('SLW306: says where it tried, and why not', async () => {
    const refused = serveLines(shout, [join(folder, 'none'), '']);
    await expect(refused).rejects.toMatchObject({
      finding: { code: 'SLW306', message: expect.stringContaining('none refuses it (ENOENT)') },
    });
  });

  it('brings a program that asks it, without any `node` in PATH', async () => {
    const server = await serveLines(async (line) => (JSON.parse(line) as { say: string }).say);
    const said = await new Promise<string>((resolve, reject) => {
      const env = { PATH: '/nowhere' };
      const child = execFile(server.client, ['--cargo-plugin'], { env }, (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      );
      child.stdout!.on('data', (text: string) => {
        if (text.includes('hello')) child.stdin!.end();
      });
      child.stdin!.write(`${JSON.stringify({ say: 'hello', args: [server.address] })}\n`);
    });
    expect(said).toBe('{"v":[1]}\nhello\n');
    await server.close();
  });

  it('whose program ends when the server does', async () => {
    const server = await serveLines(() => new Promise(() => undefined));
    const ended = new Promise<void>((resolve) => {
      const child = execFile(server.client, ['--cargo-plugin'], () => resolve());
      child.stdin!.write(`${JSON.stringify({ args: [server.address] })}\n`);
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await server.close();
    await ended;
  });
});

it('writes that program for each system, whatever the paths hold', () => {
  expect(clientScript('linux', `/a b/it's/node`, '/x.mjs').text).toBe(
    `#!/bin/sh\nexec '/a b/it'\\''s/node' '/x.mjs' "$@"\n`,
  );
  expect(clientScript('win32', 'C:\\Program Files\\node.exe', 'C:\\100%\\x.mjs')).toEqual({
    name: 'ask.cmd',
    text: '@"C:\\Program Files\\node.exe" "C:\\100%%\\x.mjs" %*\r\n',
  });
});
