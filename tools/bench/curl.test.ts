import { expect, it } from 'vitest';
import type { Artifact } from '../../packages/release/src/plan/index.ts';
import { formConfig, getConfig } from './curl.ts';

const artifact = {
  ...{ kind: 'wheel', package: 'tide', version: '1.0.0', path: 'dist/a "b".whl' },
  ...{ file: 'tide-1.0.0-cp39-cp39-win32.whl', sha256: 'ab', bytes: 1 },
} as const satisfies Artifact;

it('an upload has what its registry wants, each transfer its own options', () => {
  const config = formConfig([artifact, artifact], 'http://127.0.0.1:1/legacy/', 'owner');
  const [first, second] = config.split('next\n');
  expect(second).toBe(first);
  expect(first!.split('\n')).toEqual(
    expect.arrayContaining([
      'fail',
      'url = "http://127.0.0.1:1/legacy/"',
      'user = "__token__:owner"',
      'form = "pyversion=cp39"',
      'form = "sha256_digest=ab"',
      'form = "content=@dist/a \\"b\\".whl"',
    ]),
  );
});

it('a question succeeds whatever is answered', () => {
  expect(getConfig(['http://a/', 'http://b/'])).not.toMatch(/^fail$/m);
  expect(getConfig(['http://a/', 'http://b/']).match(/^url/gm)).toHaveLength(2);
});
