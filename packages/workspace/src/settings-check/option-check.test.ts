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

  it('SLW142: what is never packed', () => {
    const packUntracked = ['a/src/made.rs', 'node_modules/**', 'dist/wheels/*', 'a/dist/app.js'];
    expect(checkOptions({ packUntracked }, repository, text)).toMatchObject([
      { code: 'SLW142', severity: 'error', message: expect.stringContaining('node_modules/**') },
      { code: 'SLW142', message: expect.stringContaining('dist/wheels/*') },
    ]);
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

  it('SLW241: interpreters that are none, wherever they are named', () => {
    const platforms = [{ target: 'aarch64-apple-darwin', interpreters: ['3.13t', 'cp39'] }];
    const options = { interpreters: ['3.9', 'python3.9"]'], platforms };
    const written = JSON.stringify({ plugins: [{ plugin: '@slipway/nx', options }] }, null, 2);
    const found = checkOptions(options, repository, written);
    expect(found).toMatchObject([
      { code: 'SLW241', severity: 'error', line: 8 },
      { code: 'SLW241', line: 15 },
    ]);
    expect(found[1]?.message).toContain('"cp39" in "platforms.0.interpreters"');
  });

  it('SLW242: a platform that is named twice, of which one would be forgotten', () => {
    const target = 'x86_64-unknown-linux-gnu';
    const platforms = [target, 'aarch64-apple-darwin', { target, features: ['simd'] }];
    expect(checkOptions({ platforms }, repository, null)).toMatchObject([
      { code: 'SLW242', severity: 'error' },
    ]);
  });

  it('SLW243: a runner of GitHub that has no toolchain for the platform; of others nobody knows', () => {
    const mac = 'aarch64-apple-darwin';
    const codesFor = (target: string, runner: string) =>
      checkOptions({ platforms: [{ target, runner }] }, repository, null).map(({ code }) => code);
    expect(codesFor(mac, 'ubuntu-24.04')).toEqual(['SLW243']);
    expect(codesFor('x86_64-pc-windows-msvc', 'macos-15')).toEqual(['SLW243']);
    expect(codesFor('x86_64-unknown-linux-musl', 'windows-2025')).toEqual(['SLW243']);
    expect(codesFor('aarch64-unknown-linux-gnu', 'macos-15')).toEqual([]);
    expect(codesFor(mac, 'mac-under-the-desk')).toEqual([]);
  });
});
