import { describe, expect, it } from 'vitest';
import { crateRefused, indexPath, readRefusal } from './crates-io.ts';

describe('the index path', () => {
  it.each([
    ['a', '1/a'],
    ['ab', '2/ab'],
    ['abc', '3/a/abc'],
    ['Tide-Water', 'ti/de/tide-water'],
  ])('of %s is %s', (name, path) => {
    expect(indexPath(name)).toBe(path);
  });
});

/** What cargo 1.95 printed, as recorded. */
const refusal = (detail: string): string =>
  `    Updating crates.io index
   Packaging tide v0.3.1
   Uploading tide v0.3.1
error: failed to publish tide v0.3.1 to registry at http://127.0.0.1:3000

Caused by:
  the remote server responded with an error (status 400 Bad Request): ${detail}
`;

describe("cargo's refusals", () => {
  it('keep the words of the registry', () => {
    expect(readRefusal(refusal('invalid metadata length'))).toEqual({
      detail: 'invalid metadata length',
      trouble: null,
    });
  });

  it('name the instant after which to try again', () => {
    const text =
      'You have published too many new crates in a short period of time. Please try again after Thu, 01 Jan 2026 00:00:00 GMT and see the rate limits for more details.';
    expect(readRefusal(refusal(text)).trouble).toMatchObject({
      retryAt: Date.UTC(2026, 0, 1),
      isOpen: false,
    });
  });

  it.each([
    ['crate version `0.3.1` is already uploaded', 'SLW127', /bump/],
    ['crate tide@0.3.1 already exists on crates.io index', 'SLW127', /bump/],
    [
      'Trusted Publishing tokens do not support creating new crates. Publish the crate manually, first',
      'SLW635',
      /setup --first/,
    ],
    ['The provided access token is not valid for crate `tide`', 'SLW617', /publisher/],
    ['missing or empty metadata fields: description, license.', 'SLW107', /Cargo\.toml/],
    ["this crate exists but you don't seem to be an owner.", 'SLW126', /owner/],
  ])('%s is known, as %s, with a remedy', (detail, code, remedy) => {
    const at = { file: 'Cargo.toml', line: null };
    const { finding } = crateRefused('tide-0.3.1.crate', refusal(detail), at);
    expect(finding).toMatchObject({
      code,
      severity: 'error',
      message: `crates.io refused tide-0.3.1.crate: ${detail}`,
      file: 'Cargo.toml',
    });
    expect(finding.remedy).toMatch(remedy);
  });

  it.each([
    '[5] Could not resolve proxy name (Could not resolve proxy: nowhere.invalid)',
    '[56] Failure when receiving data from the peer (CONNECT tunnel failed, response 407)',
    '[7] Could not connect to server (Failed to connect to 127.0.0.1 port 9 after 0 ms: Could not connect to server)',
    'upstream index.crates.io cannot be reached: self-signed certificate in certificate chain; NODE_EXTRA_CA_CERTS names a file',
  ])('is none that passes where nobody will be there: %s', (text) => {
    expect(
      readRefusal(`error: download of config.json failed\n\nCaused by:\n  ${text}`).trouble,
    ).toBeNull();
  });

  it('may pass where a server beyond this machine does not answer', () => {
    const text =
      '[7] Could not connect to server (Failed to connect to index.crates.io port 443 after 3 ms: Could not connect to server)';
    expect(readRefusal(text).trouble).not.toBeNull();
    const busy = '[56] Failure when receiving data (CONNECT tunnel failed, response 503)';
    expect(readRefusal(busy).trouble).not.toBeNull();
  });

  it('of cargo itself, without a registry', () => {
    expect(readRefusal('error: no token found\nnote: more').detail).toBe('no token found');
    expect(readRefusal('').detail).toBe('');
  });
});
