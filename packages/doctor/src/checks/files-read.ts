import type { Command, Word } from '../script/index.ts';
import type { ProgramRun } from '../release-workflow/index.ts';

/** How a program that reads files takes its arguments. */
interface Reader {
  /** Short and long options that take a value in the next word. */
  readonly valued: readonly string[];
  /** How many words before the files are a pattern or a program. */
  readonly leading: number;
  /** Options that give that pattern, so that every word is a file. */
  readonly given: readonly string[];
}

const plain = { leading: 0, given: [] } as const;

const readers: Readonly<Record<string, Reader>> = {
  cat: { valued: [], ...plain },
  head: { valued: ['-n', '-c', '--lines', '--bytes'], ...plain },
  tail: { valued: ['-n', '-c', '--lines', '--bytes'], ...plain },
  wc: { valued: [], ...plain },
  cut: { valued: ['-d', '-f', '-c', '-b', '--delimiter', '--fields'], ...plain },
  grep: {
    valued: ['-e', '-f', '-m', '-A', '-B', '-C', '--regexp', '--file', '--max-count'],
    leading: 1,
    given: ['-e', '-f', '--regexp', '--file'],
  },
  sed: {
    valued: ['-e', '-f', '--expression', '--file'],
    leading: 1,
    given: ['-e', '-f', '--expression', '--file'],
  },
  awk: { valued: ['-F', '-v', '-f'], leading: 1, given: ['-f'] },
  jq: { valued: ['--indent'], leading: 1, given: [] },
};

/** Options with which a program reads directories, or takes its words another way. */
const otherwise: Readonly<Record<string, RegExp>> = {
  grep: /^(-[a-zA-Z]*[rRl]|--recursive|--include.*|--exclude.*)/,
  jq: /^(-n|--null-input|--arg.*|--slurpfile|--rawfile|--args|-f|--from-file)/,
  sed: /^$/,
};

/** Takes a program as a step runs it. Returns the words that name files which it reads; none when unsure. */
export function filesRead(program: ProgramRun): readonly Word[] {
  const { name, arguments: words, command } = program;
  const reader =
    readers[
      name
        .replace(/^(?:e|f|z)?grep$/, 'grep')
        .replace(/^[gm]awk$/, 'awk')
        .replace(/^gsed$/, 'sed')
    ];
  if (!reader) return [...command.inputs, ...openedByPython(name, words)];
  if (words.some(({ text }) => otherwise[name]?.test(text))) return [];
  return [...command.inputs, ...positional(words, reader)];
}

function positional(words: readonly Word[], { valued, leading, given }: Reader): Word[] {
  const found: Word[] = [];
  let skip = leading;
  for (let at = 0; at < words.length; at += 1) {
    const { text } = words[at]!;
    if (text === '-' || !text.startsWith('-')) found.push(words[at]!);
    else {
      const name = text.replace(/=.*$/s, '');
      if (given.some((one) => one === name || (one.length === 2 && endsShort(name, one)))) skip = 0;
      if (!text.includes('=') && valued.some((one) => one === name || endsShort(name, one)))
        at += 1;
    }
  }
  return found.slice(skip);
}

/** Whether a cluster such as `-qe` ends in a short option. */
function endsShort(cluster: string, option: string): boolean {
  return /^-[A-Za-z]+$/.test(cluster) && option.length === 2 && cluster.endsWith(option[1]!);
}

/** Files that `python -c` opens to read, by a plain name. */
function openedByPython(name: string, words: readonly Word[]): Word[] {
  if (!/^(python|py)[\d.]*$/.test(name) || words[0]?.text !== '-c') return [];
  return openedBy(words[1]?.text ?? '').map((text) => ({ text, literal: words[1]!.literal }));
}

/** Takes the text of a Python script. Returns the names that it opens to read. */
export function openedBy(script: string): string[] {
  const calls = script.matchAll(
    /\bopen\(\s*(['"])([^'"{}]+)\1\s*(?:,\s*(?:mode\s*=\s*)?(['"])(\w+)\3)?\s*[,)]/g,
  );
  return [...calls]
    .filter(([, , , , mode]) => mode === undefined || /^r[bt]?$/.test(mode))
    .map(([, , path]) => path!);
}

/** What a command would print as itself, cut to a length that fits a message. */
export function shown(command: Command): string {
  const text = command.words
    .map((word) => (/\s/.test(word.text) ? `"${word.text}"` : word.text))
    .join(' ');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
