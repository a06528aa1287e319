import { expect, it } from 'vitest';
import { nodePorts } from './node.ts';
import { tellingFullDisk } from './writing.ts';

/** As Node throws it. */
const failing = (code: string) => async (): Promise<never> => {
  throw Object.assign(new Error(`${code}: write`), { code });
};

const files = (code: string) => {
  const write = failing(code);
  return tellingFullDisk({ ...nodePorts().files, write, copy: write });
};

it.each(['ENOSPC', 'EDQUOT'])('SLW510: there is no room (%s)', async (code) => {
  for (const work of [files(code).write('dist/a', '{}'), files(code).copy('b', 'dist/a')]) {
    const error: unknown = await work.catch((one) => one);
    expect(error).toMatchObject({ finding: { code: 'SLW510' }, cause: { code } });
    expect(String(error)).toContain('dist/a');
  }
});

it('any other failure stays what it was', async () => {
  const error: unknown = await files('EROFS')
    .write('a', 'b')
    .catch((one) => one);
  expect(error).toMatchObject({ code: 'EROFS' });
});
