import { describe, expect, it } from 'vitest';
import { mainPython, pythonsFor } from './pythons.ts';

const runner = 'any';
const linux = 'x86_64-unknown-linux-gnu';
const windowsArm = 'aarch64-pc-windows-msvc';

describe('the Python of the tools', () => {
  it('is the newest of nx.json and its platforms that runs them', () => {
    const platforms = [linux, { target: windowsArm, interpreters: ['3.9', '3.13t'] }];
    expect(mainPython({ interpreters: ['3.8', '3.10', 'pypy3.11'], platforms })).toBe('3.10');
  });

  it('is a usual one where nx.json names none, or too old ones', () => {
    expect(mainPython({})).toBe('3.13');
    expect(mainPython({ interpreters: ['3.8'] })).toBe('3.13');
  });
});

describe('the Pythons of a job', () => {
  it('are those of its platform, the one of the tools last', () => {
    const interpreters = ['3.8', '3.14t', '3.12', 'pypy3.11'];
    expect(pythonsFor({ target: linux, runner, interpreters }, '3.12')).toEqual([
      '3.8',
      '3.14t',
      'pypy3.11',
      '3.12',
    ]);
    expect(pythonsFor({ target: linux, runner }, '3.13')).toEqual(['3.13']);
  });

  it('are none that setup-python does not have there, and would stop the job for', () => {
    const interpreters = ['3.7', '3.10', '3.11', '3.13t', 'pypy3.11', 'graalpy3.11'];
    expect(pythonsFor({ target: windowsArm, runner, interpreters }, '3.10')).toEqual([
      '3.13t',
      '3.11',
    ]);
    expect(pythonsFor({ target: windowsArm, runner, interpreters: ['3.9'] }, '3.9')).toEqual([
      '3.13',
    ]);
    expect(pythonsFor({ target: linux, runner, interpreters }, '3.11')).toEqual([
      '3.10',
      '3.13t',
      'pypy3.11',
      '3.11',
    ]);
  });
});
