import { describe, expect, it } from 'vitest';
import { readRepository } from '@slipway/release/manifest';
import { checkOptions, explainOptions } from './option-check.ts';

const text = `{
  "plugins": [
    "@nx/js",
    {
      "plugin": "@slipway/nx/plugin",
      "options": {
        "platfroms": ["x"],
        "publish": [
          "a_B",
          "c"
        ],
        "manylinux": 5
      }
    }
  ]
}
`;

const repository = readRepository(
  new Map([['a/Cargo.toml', '[package]\nname = "a-b"\nversion = "0.1.0"\n']]),
);

describe('the options of the plugin', () => {
  it('SLW007: one that is unknown; SLW008: a package that is not here', () => {
    const options = { platfroms: ['x'], publish: ['a_B', 'c'], independent: ['d'] };
    expect(checkOptions(options as never, repository, text)).toMatchObject([
      { code: 'SLW007', severity: 'warning', file: 'nx.json', line: 7 },
      { code: 'SLW008', severity: 'error', file: 'nx.json', line: 10 },
      { code: 'SLW008', file: 'nx.json', line: 6 },
    ]);
    expect(checkOptions({ publish: ['a-b'] }, repository, text)).toEqual([]);
  });

  it('SLW007: what a place does not know', () => {
    const places = [
      { file: 'f', path: 'p' },
      { file: 'f', patern: 'p' },
    ];
    const written = JSON.stringify(
      { plugins: [{ plugin: '@slipway/nx/plugin', options: { places } }] },
      null,
      2,
    );
    const [found, ...others] = checkOptions({ places }, repository, written);
    expect(found).toMatchObject({ code: 'SLW007', file: 'nx.json', line: 13 });
    expect(found?.message).toContain('no option "places.1.patern"');
    expect(found?.remedy).toContain('pattern, path');
    expect(others).toEqual([]);
  });

  it('SLW006: the wrong kind is told in full, since Nx shows the message alone', () => {
    const told = explainOptions({ manylinux: 5 }, text);
    expect(told).toContain('SLW006');
    expect(told).toContain('nx.json:12');
    expect(told).toContain('Write a text');
    expect(explainOptions({}, text)).toBe('');
  });

  it('SLW010: a platform that wheels cannot be for; SLW007: what a platform does not know', () => {
    const platforms = ['x86_64-unknown-linux-gnu', 'linux-arm64', { target: 'win32', runer: 'x' }];
    const written = JSON.stringify(
      { plugins: [{ plugin: '@slipway/nx/plugin', options: { platforms } }] },
      null,
      2,
    );
    expect(checkOptions({ platforms } as never, repository, written)).toMatchObject([
      { code: 'SLW010', severity: 'error', file: 'nx.json', line: 8 },
      { code: 'SLW010', file: 'nx.json', line: 9 },
      { code: 'SLW007', file: 'nx.json', line: 11 },
    ]);
  });
});
