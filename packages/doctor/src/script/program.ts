import type { Command } from './command.ts';
import type { Word } from './lex.ts';

/** What a command runs once `sudo`, `python -m`, `uvx` and the like are taken away. */
export interface Program {
  readonly name: string;
  readonly arguments: readonly Word[];
  /** Variables written before the command. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Words that only start the next one. */
const launchers: readonly (readonly string[])[] = [
  ['sudo'],
  ['env'],
  ['exec'],
  ['command'],
  ['nice'],
  ['uvx'],
  ['npx'],
  ['bunx'],
  ['pnpm', 'exec'],
  ['yarn', 'run'],
  ['uv', 'run'],
  ['uv', 'tool', 'run'],
  ['pipx', 'run'],
  ['poetry', 'run'],
  ['pdm', 'run'],
  ['hatch', 'run'],
  ['rye', 'run'],
  ['pixi', 'run'],
  ['mise', 'exec'],
  ['mise', 'x'],
  ['npm', 'exec'],
  ['pnpm', 'exec'],
  ['pnpm', 'dlx'],
  ['yarn', 'exec'],
  ['yarn', 'dlx'],
  ['bun', 'x'],
  ['bun', 'run'],
];

/** Package managers that run nx by its name; other words may be commands of their own. */
const managers = new Set(['pnpm', 'yarn', 'bun']);

/** Takes a command. Returns the program that does the work; null when it has none, or computes its name. */
export function programOf(command: Pick<Command, 'words'>): Program | null {
  let words = [...command.words];
  const variables = new Map<string, string>();
  for (;;) {
    const variable = /^(?:\$env:)?([A-Za-z_]\w*)=(.*)$/s.exec(words[0]?.text ?? '');
    const launcher = launcherOf(words);
    if (variable) {
      variables.set(variable[1]!, variable[2]!);
      words = words.slice(1);
    } else if (launcher && launcher.length < words.length) {
      words = withoutOptions(words.slice(launcher.length));
    } else if (isModule(words)) words = words.slice(2);
    else break;
  }
  const [first, ...rest] = words;
  if (!first || first.text.includes('$')) return null;
  const name = first.text.replace(/^.*[\\/]/, '').replace(/\.exe$/, '');
  return { name: name.replace(/(.)[@=].*$/, '$1'), arguments: rest, variables };
}

function launcherOf(words: readonly Word[]): readonly string[] | undefined {
  const [first, second] = words.map(({ text }) => text);
  if (first === 'timeout') return words.slice(0, timeoutLength(words)).map(({ text }) => text);
  if (managers.has(first ?? '') && second === 'nx') return [first!];
  return launchers.find((one) => one.every((part, at) => words[at]?.text === part));
}

/** `timeout -k 5 60`: its options, and how long. */
function timeoutLength(words: readonly Word[]): number {
  let at = 1;
  while (words[at]?.text.startsWith('-')) at += /^(-k|-s)$/.test(words[at]!.text) ? 2 : 1;
  return at + 1;
}

function isModule(words: readonly Word[]): boolean {
  return (
    /^(?:.*[\\/])?(?:python|py)[\d.]*(?:\.exe)?$/.test(words[0]?.text ?? '') &&
    words[1]?.text === '-m'
  );
}

const withValue = new Set([
  '--with',
  '--from',
  '--python',
  '-p',
  '--group',
  '--extra',
  '--spec',
  '-n',
  '-u',
]);

function withoutOptions(words: Word[]): Word[] {
  let at = 0;
  while (words[at]?.text.startsWith('-')) {
    const { text } = words[at]!;
    at += withValue.has(text) ? 2 : 1;
    if (text === '--') break;
  }
  return words.slice(at);
}

/** The value of an option, written `--name value` or `--name=value`; null where it is not given. */
export function optionOf(words: readonly Word[], ...names: readonly string[]): string | null {
  for (const [at, { text }] of words.entries()) {
    const [name = '', ...value] = text.split('=');
    if (!names.includes(name)) continue;
    if (value.length > 0) return value.join('=');
    return words[at + 1]?.text ?? null;
  }
  return null;
}

/** Whether one of the flags is among the words. */
export function hasFlag(words: readonly Word[], ...names: readonly string[]): boolean {
  return words.some(({ text }) => names.includes(text.replace(/=.*$/s, '')));
}
