import { styleText } from 'node:util';
import { createInterface } from 'node:readline';
import { createInterface as promised } from 'node:readline/promises';
import { Secret } from '@slipway/release/identity';
import type { Paint } from '@slipway/release/report';
import type { Screen } from './stage/index.ts';

/** Prints for people. Nx drops empty lines of what it streams; a space keeps them. */
function show(text: string): void {
  console.log(text.replaceAll(/^$/gm, ' '));
}

/** Nx reads our output through a pipe and says by FORCE_COLOR what it wants; NO_COLOR is the user's. */
const coloured = !process.env['NO_COLOR'] && process.env['FORCE_COLOR'] !== '0';

const paint: Paint = (style, text) =>
  coloured ? styleText(style, text, { validateStream: false }) : text;

/** Asks where somebody can answer; elsewhere `--yes` must. */
async function isAgreed(steps: number): Promise<boolean> {
  if (!process.stdin.isTTY) {
    show(`Nothing was changed: run it with --yes to do these ${steps} steps.`);
    return false;
  }
  const asking = promised({ input: process.stdin, output: process.stdout });
  const answer = await asking.question(`Do these ${steps} steps? (y/N) `);
  asking.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** A secret typed in, which is not shown; or the first line of a pipe. Null when there is none. */
async function askSecret(question: string): Promise<Secret | null> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY) return firstLine(createInterface({ input: stdin, terminal: false }));
  stdout.write(question);
  stdin.setRawMode(true);
  try {
    return await typed();
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stdout.write('\n');
  }
}

async function firstLine(lines: AsyncIterable<string>): Promise<Secret | null> {
  for await (const line of lines) return line.trim() ? new Secret(line.trim()) : null;
  return null;
}

/** Key by key, since a terminal in raw mode shows nothing. */
function typed(): Promise<Secret | null> {
  return new Promise((resolve) => {
    let text = '';
    const take = (chunk: Buffer): void => {
      for (const key of chunk.toString('utf8')) {
        if (key === '\r' || key === '\n' || key === '\u0003' || key === '\u0004') {
          process.stdin.off('data', take);
          resolve(key === '\u0003' || text.trim() === '' ? null : new Secret(text.trim()));
          return;
        }
        text = key === '\u007f' ? text.slice(0, -1) : text + key;
      }
    };
    process.stdin.on('data', take);
  });
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The terminal of this process. */
export const terminal: Screen = { show, paint, isAgreed, askSecret, readInput };
