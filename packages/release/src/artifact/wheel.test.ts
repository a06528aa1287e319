import { describe, expect, it } from 'vitest';
import { aWheel, metadata, WHEEL_NAME, zip, type WheelChange } from './archives.fixture.ts';
import { findPlatform } from '../platform/index.ts';
import { elfOf } from './library.fixture.ts';
import { checkWheel, type WheelExpectation } from './wheel-check.ts';
import { readWheel } from './wheel.ts';

const plan = {
  file: `dist/${WHEEL_NAME}`,
  name: 'Rocket.py',
  version: '1.2.3',
  platformTags: 'pypi' as const,
};

async function findings(change: WheelChange, expected: WheelExpectation = plan) {
  const { bytes, fileName } = aWheel(change);
  return checkWheel(await readWheel(bytes, fileName), expected);
}

async function codes(change: WheelChange, expected: WheelExpectation = plan) {
  return (await findings(change, expected)).map(({ code }) => code);
}

const named = (tags: string): WheelChange => ({
  fileName: `rocket_py-1.2.3-${tags}.whl`,
  wheel: `Wheel-Version: 1.0\nTag: ${tags}\n`,
});

it.each(['node_modules/x/index.js', '.slipway/tools/x', 'rocket_py-1.2.3.data/data/.nx/x'])(
  'SLW247: what npm, Nx or Slipway made: %s',
  async (file) => {
    const [found, ...others] = await findings({ more: { [file]: '' } });
    expect(found).toMatchObject({ code: 'SLW247', severity: 'error' });
    expect(found?.message).toContain(file);
    expect(others).toEqual([]);
    expect(await codes({ more: { [`rocket_py/${file}`]: '' } })).toEqual([]);
  },
);

describe('a wheel as maturin writes it', () => {
  it('has nothing against it', async () => {
    expect(await findings({})).toEqual([]);
  });

  it('is read whole', async () => {
    const { bytes, fileName } = aWheel({ metadata: metadata(['Keywords: a,b']) });
    const reading = await readWheel(bytes, fileName);
    expect(reading).toMatchObject({
      kind: 'wheel',
      name: {
        distribution: 'rocket_py',
        version: '1.2.3',
        build: null,
        pythonTags: ['cp39'],
        abiTags: ['abi3'],
        platformTags: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
      },
      distInfos: ['rocket_py-1.2.3.dist-info'],
      metadata: { name: 'rocket-py', version: '1.2.3', description: '# Rocket\n' },
      wheel: { rootIsPurelib: false },
      recordProblems: [],
    });
  });

  it('may have signatures of RECORD that RECORD does not list', async () => {
    const path = 'rocket_py-1.2.3.dist-info/RECORD.jws';
    expect(await codes({ unlisted: [[path, '{}']] })).toEqual([]);
  });

  it('may have folders, a comma in a file name, and a build number', async () => {
    const change = {
      fileName: WHEEL_NAME.replace('1.2.3-', '1.2.3-1-'),
      unlisted: [['rocket_py/', '']] as const,
      more: { 'rocket_py/a,b.txt': 'x' },
      record: (right: string) => right.replace('rocket_py/a,b.txt', '"rocket_py/a,b.txt"'),
    };
    expect(await codes(change)).toEqual([]);
  });

  it('agrees with a version that is spelled otherwise', async () => {
    expect(await codes({ metadata: metadata([], 'v1.2.3') })).toEqual([]);
  });
});

describe('one thing wrong gives one finding', () => {
  it('SLW237: a tag that is not of the platform it was built for', async () => {
    const platform = findPlatform('aarch64-unknown-linux-gnu');
    const [finding, ...rest] = await findings({}, { ...plan, platform });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ code: 'SLW237', severity: 'error', file: plan.file });
    const right = findPlatform('x86_64-unknown-linux-gnu');
    expect(await findings({}, { ...plan, platform: right })).toEqual([]);
  });

  it('SLW238: x86_64 code in a wheel for aarch64', async () => {
    const more = { 'rocket_py/_native.abi3.so': elfOf(62).toString('latin1') };
    expect(await codes({ more })).toEqual([]);
    const [finding, ...rest] = await findings({
      ...named('cp39-abi3-manylinux_2_17_aarch64'),
      more,
    });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ code: 'SLW238', severity: 'error' });
    expect(finding?.message).toContain('rocket_py/_native.abi3.so is for x86_64');
  });

  it('SLW222: METADATA of another package', async () => {
    const [finding, ...rest] = await findings({
      metadata: metadata().replace('Name: rocket-py', 'Name: other'),
    });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ code: 'SLW222', file: plan.file });
    expect(finding?.message).toContain('its name is other in METADATA');
  });

  it('SLW223: METADATA of another version', async () => {
    const [finding, ...rest] = await findings({ metadata: metadata([], '1.2.4') });
    expect(rest).toEqual([]);
    expect(finding?.code).toBe('SLW223');
    expect(finding?.message).toContain('1.2.4 in METADATA');
  });

  it('SLW223: a whole wheel of another version, told once', async () => {
    expect(await codes({}, { ...plan, version: '1.2.4' })).toEqual(['SLW223']);
  });

  it('SLW222: a whole wheel of another package, told once', async () => {
    expect(await codes({}, { ...plan, name: 'comet' })).toEqual(['SLW222']);
  });

  it('SLW224: a local version', async () => {
    const version = '1.2.3+abc';
    const change = {
      fileName: WHEEL_NAME.replace('1.2.3', version),
      distInfo: `rocket_py-${version}.dist-info`,
      metadata: metadata([], version),
    };
    expect(await codes(change, { ...plan, version })).toEqual(['SLW224']);
  });

  it('SLW225: a file name that no installer can read', async () => {
    expect(await codes({ fileName: 'rocket_py-1.2.3.whl' })).toEqual(['SLW225']);
  });

  it('SLW225: a file name that is not normalised', async () => {
    const fileName = WHEEL_NAME.replace('rocket_py', 'Rocket.py');
    expect(await codes({ fileName, distInfo: 'Rocket.py-1.2.3.dist-info' })).toEqual(['SLW225']);
  });

  it('SLW226: renamed to another platform', async () => {
    const fileName = 'rocket_py-1.2.3-cp39-abi3-win_amd64.whl';
    const [finding, ...rest] = await findings({ fileName });
    expect(rest).toEqual([]);
    expect(finding?.code).toBe('SLW226');
    expect(finding?.message).toContain('cp39-abi3-win_amd64');
  });

  it('SLW227: plain Linux', async () => {
    const [finding, ...rest] = await findings(named('cp39-abi3-linux_x86_64'));
    expect(rest).toEqual([]);
    expect(finding?.code).toBe('SLW227');
    expect(finding?.remedy).toContain('manylinux');
  });

  it.each([
    ['another digest', (right: string) => right.replace(/sha256=.{6}/, 'sha256=AAAAAA')],
    ['another size', (right: string) => right.replace(/,\d+\n/, ',1\n')],
    ['no row for a file', (right: string) => right.replace(/^.*__init__.*\n/m, '')],
    ['a row without a digest', (right: string) => right.replace(/sha256=[^,]+/, '')],
    ['a forbidden digest', (right: string) => right.replace(/sha256=[^,]+/, 'md5=xyz')],
    ['a row for no file', (right: string) => `${right}gone.py,sha256=x,1\n`],
    ['a row twice', (right: string) => right + (right.split('\n')[0] ?? '') + '\n'],
  ])('SLW228: RECORD with %s', async (_, change) => {
    expect(await codes({ record: change })).toEqual(['SLW228']);
  });

  it('SLW228 names three problems and counts the rest', async () => {
    const unlisted = ['a', 'b', 'c', 'd', 'e'].map((name) => [name, ''] as const);
    const [finding] = await findings({ unlisted });
    expect(finding?.message).toContain(
      'a is not listed; b is not listed; c is not listed; and 2 more',
    );
  });

  it('SLW229: a licence file that is not packed', async () => {
    const [finding, ...rest] = await findings({ license: null });
    expect(rest).toEqual([]);
    expect(finding?.code).toBe('SLW229');
    expect(finding?.message).toContain('rocket_py-1.2.3.dist-info/licenses/LICENSE');
  });

  it('SLW230: larger than PyPI takes', async () => {
    const { bytes, fileName } = aWheel();
    const reading = await readWheel(bytes, fileName);
    if (reading.kind !== 'wheel') throw new Error(reading.detail);
    const large = { ...reading, bytes: 100 * 1024 * 1024 + 1 };
    expect(checkWheel(large, plan).map(({ code }) => code)).toEqual(['SLW230']);
    expect(checkWheel({ ...large, bytes: large.bytes - 1 }, plan)).toEqual([]);
  });

  it.each([
    ['METADATA', { metadata: null }],
    ['WHEEL', { wheel: null }],
    ['RECORD', { record: () => null }],
  ])('SLW231: no %s', async (file, change) => {
    const [finding, ...rest] = await findings(change);
    expect(rest).toEqual([]);
    expect(finding?.code).toBe('SLW231');
    expect(finding?.message).toContain(`rocket_py-1.2.3.dist-info/${file}`);
  });

  it('SLW232: a metadata version that PyPI does not know', async () => {
    const text = metadata().replace('2.4', '2.9');
    expect(await codes({ metadata: text })).toEqual(['SLW232']);
  });

  it('SLW233: two folders of metadata', async () => {
    expect(await codes({ more: { 'other-1.dist-info/METADATA': 'x' } })).toEqual(['SLW233']);
  });

  it('SLW233: no folder of metadata', async () => {
    expect(await codes({ distInfo: 'info', record: () => null })).toEqual(['SLW233']);
  });

  it('SLW233: a folder of metadata in another spelling than the file name', async () => {
    expect(await codes({ distInfo: 'rocket_py-1.2.3.0.dist-info' })).toEqual(['SLW233']);
  });

  it.each(['../evil.py', '/etc/passwd', 'C:/evil.py', 'a\\b.py', 'a/../../b.py', 'a\nb.py'])(
    'SLW221: an entry %j',
    async (path) => {
      const change = { unlisted: [[path, 'x']] as const };
      expect(await codes(change)).toContain('SLW221');
    },
  );
});

describe('SLW220: what PyPI says against the structure of a zip archive', () => {
  it.each<[string, WheelChange]>([
    ['Comment in central directory', { comment: 'hi' }],
    ['ZIP contains a data descriptor', { flags: 8 }],
    ['Duplicate filename', { unlisted: [['rocket_py/__init__.py', 'x']] }],
    ['Filename not in central directory', { centralNames: { 'rocket_py/__init__.py': 'x' } }],
    ['extra bytes at the end', { trailing: 'PK' }],
  ])('%s', async (text, change) => {
    const [finding, ...rest] = await findings(change);
    expect(rest).toEqual([]);
    expect(finding?.code).toBe('SLW220');
    expect(finding?.message).toContain(text);
  });

  it('bytes before the archive', async () => {
    const bytes = Buffer.concat([Buffer.from('#!'), aWheel().bytes]);
    expect((await readWheel(bytes, WHEEL_NAME)).kind).toBe('unreadable');
  });

  it('an empty archive is no wheel', async () => {
    const reading = await readWheel(zip([]), WHEEL_NAME);
    expect(checkWheel(reading, plan).map(({ code }) => code)).toEqual(['SLW233']);
  });
});
