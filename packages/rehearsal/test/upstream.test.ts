import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publicCrates } from '../src/crates-io/public-crates.ts';
import { tlsFront } from './answers/tls.ts';

test('an upstream whose certificate nobody has signed is named with what trusts it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-upstream-'));
  const front = await tlsFront('http://127.0.0.1:9', folder);
  try {
    await expect(
      publicCrates(`${front.origin}/`, folder, Date.now).index('some'),
    ).rejects.toMatchObject({
      status: 502,
      message: expect.stringMatching(
        /cannot be reached: self-signed certificate; NODE_EXTRA_CA_CERTS /,
      ) as string,
    });
  } finally {
    await front.close();
    await rm(folder, { recursive: true });
  }
});
