import { describe, expect, it } from 'vitest';
import type { BuildRecord } from '@slipway/release/plan';
import { checkWheelSet } from './wheel-set.ts';

const target = 'x86_64-unknown-linux-gnu';
const musl = 'x86_64-unknown-linux-musl';
const python = { name: 'tide', abi3: null, manifest: 'py/pyproject.toml' };
const file = (tags: string) => `tide-1.0.0-${tags}.whl`;
const build = (of: string, ...tags: string[]) =>
  ({ target: of, artifacts: tags.map((one) => ({ file: file(one) })) }) as unknown as BuildRecord;

describe('the wheels of a package', () => {
  const both = [{ target, interpreters: ['3.9', '3.12'] }];

  it('are whole', () => {
    const built = build(
      target,
      'cp39-cp39-manylinux2014_x86_64',
      'cp312-cp312-manylinux2014_x86_64',
    );
    expect(checkWheelSet(python, [built], both)).toEqual([]);
    const abi3 = build(target, 'cp39-abi3-manylinux2014_x86_64');
    expect(checkWheelSet({ ...python, abi3: '3.9' }, [abi3], both)).toEqual([]);
  });

  it('SLW214: lack the one of an interpreter', () => {
    const built = build(target, 'cp39-cp39-manylinux2014_x86_64');
    const [found, ...others] = checkWheelSet(python, [built], both);
    expect(found).toMatchObject({ code: 'SLW214', severity: 'error', file: 'py/pyproject.toml' });
    expect(found?.message).toContain(`no wheel cp312-cp312 for ${target}`);
    expect(others).toEqual([]);
  });

  it('leave platforms that were not built to whoever looks for them', () => {
    expect(checkWheelSet(python, [], both)).toEqual([]);
  });

  it('SLW239: are two for one installation', () => {
    const tags = 'cp39-cp39-manylinux2014_x86_64';
    const found = checkWheelSet(python, [build(target, tags), build(musl, tags)], []);
    expect(found).toMatchObject([{ code: 'SLW239', severity: 'error' }]);
    expect(found[0]?.message).toContain(tags);
  });
});
