import { describe, expect, it } from 'vitest';
import { hasFlag, joinPath, optionOf, programOf, readCommands } from './index.ts';

const start = { line: 10, folded: false, directory: '' };
const texts = (script: string) =>
  readCommands(script, start).map(({ words }) => words.map(({ text }) => text).join(' '));

describe('readCommands', () => {
  it('splits at operators, keywords and pipes', () => {
    expect(texts('if ! a "b c"; then d && e | f; else g || h; fi # i')).toEqual([
      'a b c',
      'd',
      'e',
      'f',
      'g',
      'h',
    ]);
  });

  it('says on which line a command begins', () => {
    const commands = readCommands('one\n\ntwo \\\n  more\nx=$(three \\\n four)\n', start);
    expect(commands.map(({ words, line }) => [words[0]!.text, line])).toEqual([
      ['one', 10],
      ['two', 12],
      ['three', 14],
      ['x=$(three \\\n four)', 14],
    ]);
  });

  it('reads the commands of substitutions, in quotes, too', () => {
    expect(texts("echo \"$(grep 'a)' f | cut -d'\"' -f2)\" `b`").slice(0, 3)).toEqual([
      'grep a) f',
      'cut -d" -f2',
      'b',
    ]);
  });

  it('follows cd, pushd and subshells', () => {
    const commands = readCommands('cd a/b\nx\n(cd ../c && y)\nz\ncd "$D"\nu\ncd /tmp; v', start);
    const where = commands.filter(({ words }) => words[0]!.text !== 'cd');
    expect(where.map(({ words, directory }) => [words[0]!.text, directory])).toEqual([
      ['x', 'a/b'],
      ['y', 'a/c'],
      ['z', 'a/b'],
      ['u', null],
      ['v', null],
    ]);
    expect(readCommands('pushd a\nx\npopd\ny\n', start).at(-1)!.directory).toBe('');
  });

  it('leaves out comments and here-documents', () => {
    expect(texts('# a\ncat > f <<EOF\nb c\nEOF\nd <<< e\n')).toEqual(['cat', 'd']);
  });

  it('tells what is written, what is read and what may fail', () => {
    const [a, b, c, d] = readCommands('a > out 2>&1\nb < in\nc 2>/dev/null\nd || true', start);
    expect(a!.outputs.map(({ text }) => text)).toEqual(['out']);
    expect(b!.inputs.map(({ text }) => text)).toEqual(['in']);
    expect([a, b, c, d].map((one) => one!.forgiven)).toEqual([false, false, true, true]);
  });

  it('knows which words are computed', () => {
    const [command] = readCommands('a b$c \'$d\' "e $f" *.g ${{ h }} "*"', start);
    expect(command!.words.map(({ literal }) => literal)).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('programOf', () => {
  const program = (script: string) => programOf(readCommands(script, start)[0]!);
  it.each([
    ['maturin build', 'maturin', 'build'],
    ['uvx maturin@1.9 build', 'maturin', 'build'],
    ['python3 -m twine upload', 'twine', 'upload'],
    ['A=b sudo ./bin/cargo.exe publish', 'cargo', 'publish'],
    ['uv run --with x twine upload', 'twine', 'upload'],
    ['uv publish', 'uv', 'publish'],
    ['pnpm exec nx run', 'nx', 'run'],
    ['yarn run nx run', 'nx', 'run'],
    ['yarn publish', 'yarn', 'publish'],
  ])('%s', (script, name, first) => {
    expect(program(script)).toMatchObject({ name, arguments: [{ text: first }, ...[]] });
  });

  it('is nothing where the shell computes it', () => {
    expect(program('$TOOL publish')).toBeNull();
    expect(program('A=b')).toBeNull();
  });

  it('has options and flags', () => {
    const words = program('x --a=1 -b 2 --c')!.arguments;
    expect([optionOf(words, '--a'), optionOf(words, '-b'), optionOf(words, '-z')]).toEqual([
      '1',
      '2',
      null,
    ]);
    expect([hasFlag(words, '--c'), hasFlag(words, '-z')]).toEqual([true, false]);
  });
});

describe('joinPath', () => {
  it('stays in the repository', () => {
    expect(joinPath('a/b', '../c/./d')).toBe('a/c/d');
    expect(joinPath('a', '../..')).toBeNull();
    expect(joinPath('a', '/etc/x')).toBeNull();
  });
});
