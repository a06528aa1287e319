import { expect, test } from 'vitest';
import { blake2b256 } from './blake2b.ts';

/** Made with Python's hashlib.blake2b(…, digest_size=32). */
test.each([
  [0, '0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8'],
  [1, '873e4fe9e41e924911bba3ec53ff4782efc8c0f244fb75c879f8a4328d0142ca'],
  [128, '332f1f712b03a6a6f6c28db7d96c62f170744119ab0f831b9e0d80f800e3aad7'],
  [129, 'a04de7247309966b2b2afc367838071ea523f897e6a405286f2b5627032a8dea'],
  [65536, 'f2728d7bcabb179e5bcb7170e98f1916aa5c50ed15c513a57b56a5b46ae8f261'],
  [65537, '4479b8f4126762fcfc83d65da9038d83238596372bf0210ac72e825d485b1738'],
])('of %i bytes of value 7', (length, digest) => {
  expect(blake2b256(Buffer.alloc(length, 7))).toBe(digest);
});
