import { lex, type Inner, type Token, type Word } from './lex.ts';
import { joinPath } from './path.ts';

/** One simple command of a script. */
export interface Command {
  readonly words: readonly Word[];
  readonly line: number;
  /** Where it runs, from the root of the repository (`''`); null when that is not certain. */
  readonly directory: string | null;
  /** Files from which its input comes (`<`), and to which its output goes (`>`). */
  readonly inputs: readonly Word[];
  readonly outputs: readonly Word[];
  /** Whether the script goes on by another way when the command fails: `|| …`, `2>/dev/null`, a condition. */
  readonly forgiven: boolean;
}

/** Where a script begins. `folded` when its lines are not those of the file. */
export interface Start {
  readonly line: number;
  readonly folded: boolean;
  readonly directory: string | null;
}

const openers = new Set(['if', 'elif', 'while', 'until']);
const keywords = new Set([
  ...openers,
  'then',
  'else',
  'do',
  '!',
  '{',
  '}',
  'fi',
  'done',
  'esac',
  'time',
]);

/**
 * Takes a script for a POSIX shell. Returns its commands in the order in which they are written, those in
 * `$(…)` before the one that uses them. `cd`, `pushd` and subshells are followed.
 */
export function readCommands(script: string, start: Start): Command[] {
  const reading: Reading = { ...start, directories: [], stack: [], commands: [] };
  let tokens: Token[] = [];
  for (const token of [...lex(script), { kind: 'operator', text: '\n', line: 0 } as Token]) {
    if (token.kind === 'word' || isRedirection(token.text)) {
      tokens.push(token);
      continue;
    }
    finish(reading, tokens, token.text);
    tokens = [];
    if (token.text === '(') reading.stack.push(reading.directory);
    if (token.text === ')') reading.directory = reading.stack.pop() ?? reading.directory;
  }
  return reading.commands;
}

interface Reading {
  readonly line: number;
  readonly folded: boolean;
  directory: string | null;
  /** What `pushd` left, newest last. */
  readonly directories: (string | null)[];
  /** What subshells go back to. */
  readonly stack: (string | null)[];
  readonly commands: Command[];
}

function isRedirection(operator: string): boolean {
  return /[<>]/.test(operator);
}

function finish(reading: Reading, tokens: readonly Token[], next: string): void {
  const { words, inputs, outputs, inner, line, silenced } = sort(tokens);
  for (const one of inner) readInner(reading, one, next);
  let conditional = false;
  while (words.length > 0 && keywords.has(words[0]!.text)) {
    if (openers.has(words.shift()!.text)) conditional = true;
  }
  if (words.length === 0 && outputs.length === 0) return;
  reading.commands.push({
    words,
    line: reading.folded ? reading.line : reading.line + line,
    directory: reading.directory,
    inputs,
    outputs,
    forgiven: conditional || silenced || next === '||',
  });
  move(reading, words);
}

function readInner(reading: Reading, inner: Inner, next: string): void {
  const line = reading.folded ? reading.line : reading.line + inner.line;
  const commands = readCommands(inner.text, { ...reading, line });
  for (const command of commands) {
    reading.commands.push({ ...command, forgiven: command.forgiven || next === '||' });
  }
}

function sort(tokens: readonly Token[]) {
  const words: Word[] = [];
  const inputs: Word[] = [];
  const outputs: Word[] = [];
  const inner: Inner[] = [];
  let silenced = false;
  let redirection = '';
  for (const token of tokens) {
    if (token.kind === 'operator') {
      redirection = /&-?\d*$/.test(token.text) && !token.text.startsWith('&') ? '' : token.text;
      continue;
    }
    inner.push(...token.inner);
    if (redirection === '') words.push(token.word);
    else if (redirection === '<') inputs.push(token.word);
    else if (redirection.includes('>')) {
      outputs.push(token.word);
      silenced ||= /^(2|&)>/.test(redirection) && token.word.text === '/dev/null';
    }
    redirection = '';
  }
  return { words, inputs, outputs, inner, line: tokens[0]?.line ?? 0, silenced };
}

function move(reading: Reading, words: readonly Word[]): void {
  const name = words[0]?.text;
  if (name === 'popd') reading.directory = reading.directories.pop() ?? null;
  if (name !== 'cd' && name !== 'pushd') return;
  const { directory } = reading;
  reading.directories.push(directory);
  const to = words.slice(1).find((word) => word.text !== '--');
  if (to?.text === '-') reading.directory = reading.directories.at(-2) ?? null;
  else reading.directory = to?.literal && directory !== null ? joinPath(directory, to.text) : null;
}
