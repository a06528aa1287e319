/** A private socket, and the program that asks over it. A part of `node.ts`: it touches the machine. */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noPrivateSocket } from './finding/index.ts';
import type { LineServer } from './ports.ts';

/** Bytes of a socket's path, without the zero at its end: `sun_path` of sockaddr_un. libuv cuts off what is longer. */
const longestPath = process.platform === 'darwin' ? 103 : 107;

/** Characters of a line: what cargo asks has some hundred. */
const longestLine = 16 * 1024;

/** What cargo starts runs in one process at a time. */
const mostClients = 16;

/** Passes cargo's questions on to the socket that they name. */
const passer = fileURLToPath(new URL('../bin/cargo-credential.mjs', import.meta.url));

/** Where a folder may be made: where the user wants temporary ones, then where paths are short. */
const usualPlaces = (): string[] =>
  process.platform === 'win32'
    ? [tmpdir()]
    : [tmpdir(), process.env['XDG_RUNTIME_DIR'] ?? '', '/tmp', '/var/tmp', homedir()];

/**
 * Serves one JSON line in, one JSON line out, on a socket that only this user can reach: how the
 * cargo credential helper asks for its token without any environment variable or file holding one.
 * @throws SlipwayError SLW306 where no such socket can be made.
 */
export async function serveLines(
  answer: (line: string) => Promise<string>,
  places: readonly string[] = usualPlaces(),
): Promise<LineServer> {
  const { folder, client } = await privateFolder(places);
  const address =
    process.platform === 'win32' ? `\\\\.\\pipe\\slipway-${randomUUID()}` : join(folder, 's');
  const clients = new Set<Socket>();
  const server = createServer((socket) => {
    if (clients.size >= mostClients) return void socket.destroy();
    clients.add(socket);
    socket.on('close', () => clients.delete(socket));
    answerEach(socket, answer);
  });
  try {
    await listen(server, address);
  } catch (error) {
    await fs.rm(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    address,
    client,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      // Who has connected and says nothing would be waited for.
      for (const socket of clients) socket.destroy();
      await closed;
      await fs.rm(folder, { recursive: true, force: true });
    },
  };
}

function answerEach(socket: Socket, answer: (line: string) => Promise<string>): void {
  let buffered = '';
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('data', (text: string) => {
    const lines = `${buffered}${text}`.split('\n');
    buffered = lines.pop() ?? '';
    if ([...lines, buffered].some((line) => line.length > longestLine)) {
      socket.destroy();
      return;
    }
    for (const line of lines) void answer(line).then((reply) => socket.write(`${reply}\n`));
  });
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
}

interface Place {
  readonly folder: string;
  readonly client: string;
}

/** A new folder that only this user may enter, short enough for a socket; with the program that asks over it. */
async function privateFolder(places: readonly string[]): Promise<Place> {
  const tried: string[] = [];
  let unstartable: Place | null = null;
  for (const place of new Set(places.filter(Boolean))) {
    const made = await folderIn(place);
    if ('problem' in made) {
      tried.push(`${place} ${made.problem}`);
      continue;
    }
    const client = await writeClient(made.folder);
    if (client !== null) {
      if (unstartable) await fs.rm(unstartable.folder, { recursive: true, force: true });
      return { ...made, client };
    }
    // No program may be started from there (`noexec`): our own, which finds `node` by PATH, has to do.
    if (unstartable) await fs.rm(made.folder, { recursive: true, force: true });
    else unstartable = { ...made, client: passer };
  }
  if (unstartable) return unstartable;
  throw noPrivateSocket.error({ tried, longest: longestPath });
}

async function folderIn(place: string): Promise<{ folder: string } | { problem: string }> {
  const prefix = join(place, 'slipway-');
  const length = Buffer.byteLength(join(`${prefix}XXXXXX`, 's'));
  if (process.platform !== 'win32' && length > longestPath) {
    return { problem: `makes a path of ${length} bytes` };
  }
  try {
    const folder = await fs.mkdtemp(prefix);
    const { mode, uid } = await fs.lstat(folder);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && !(mode & 0o077));
    if (isOurs) return { folder };
    await fs.rm(folder, { recursive: true, force: true });
    return { problem: 'makes folders that others may enter' };
  } catch (error) {
    return { problem: `refuses it (${(error as NodeJS.ErrnoException).code})` };
  }
}

/** A program that runs ours on this very Node, since cargo starts one file and PATH may have no `node`; null where none may be started. */
async function writeClient(folder: string): Promise<string | null> {
  const { name, text } = clientScript(process.platform, process.execPath, passer);
  const client = join(folder, name);
  await fs.writeFile(client, text, { mode: 0o700 });
  try {
    await fs.access(client, fs.constants.X_OK);
    return client;
  } catch {
    return null;
  }
}

/** That program's text: cargo hands it an option of its own, which Node would take for itself. Pure. */
export function clientScript(
  platform: string,
  node: string,
  script: string,
): { readonly name: string; readonly text: string } {
  if (platform === 'win32') {
    const [program, file] = [node, script].map((path) => `"${path.replaceAll('%', '%%')}"`);
    return { name: 'ask.cmd', text: `@${program} ${file} %*\r\n` };
  }
  const [program, file] = [node, script].map((path) => `'${path.replaceAll("'", `'\\''`)}'`);
  return { name: 'ask', text: `#!/bin/sh\nexec ${program} ${file} "$@"\n` };
}
