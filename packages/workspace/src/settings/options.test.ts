import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('the options of the plugin', () => {
  it('are taken as they are; those of a later version too', () => {
    expect(readOptions(undefined)).toEqual({});
    const options = { platforms: ['a'], places: [{ file: 'f', pattern: 'p' }], later: 1 };
    expect(readOptions(options)).toBe(options);
  });

  it.each([
    ['platforms', 'x86_64-unknown-linux-gnu'],
    ['platforms', [{ runner: 'ubuntu-24.04' }]],
    ['platforms', [{ target: 'x', features: 'abi3' }]],
    ['platforms', [{ target: 'x', env: { A: 1 } }]],
    ['platforms', [{ target: 'x', before: ['make'] }]],
    ['publish', 5],
    ['independent', [1]],
    ['manylinux', []],
    ['places', [{ pattern: 'p' }]],
    ['interpreters', null],
    ['attestations', 'no'],
    ['places', [{ file: 'f', package: 5 }]],
    ['places', [{ file: 'f', spelling: 'npm' }]],
  ])('SLW006: %s is not %j', (option, value) => {
    expect(() => readOptions({ [option]: value })).toThrow(/^SLW006 the option "/);
  });

  it.each([[[]], ['publish'], [5]])('SLW006: options are not %j', (options) => {
    expect(() => readOptions(options)).toThrow('SLW006 the option "options"');
  });
});
