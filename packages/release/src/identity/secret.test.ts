import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isCredential, Secret } from './secret.ts';

describe('a secret', () => {
  const secret = new Secret('cio_tp_value');

  it('comes out through reveal alone', () => {
    expect(secret.reveal()).toBe('cio_tp_value');
    const shown = [
      String(secret),
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: { secret } }),
      `${secret}`,
    ];
    for (const text of shown) {
      expect(text).toContain('[secret]');
      expect(text).not.toContain('cio_tp');
    }
  });
});

describe('names of credentials', () => {
  it.each([
    'CARGO_REGISTRY_TOKEN',
    'CARGO_REGISTRIES_LOCAL_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
    'ACTIONS_RUNTIME_TOKEN',
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'PYPI_API_TOKEN',
    'TWINE_PASSWORD',
    'TWINE_USERNAME',
    'UV_PUBLISH_TOKEN',
    'MATURIN_PYPI_TOKEN',
    'NPM_CONFIG__AUTH',
    'AWS_SECRET_ACCESS_KEY',
    'SIGNING_PRIVATE_KEY',
    'npm_config_password',
  ])('%s is kept from children', (name) => {
    expect(isCredential(name)).toBe(true);
  });

  it.each([
    'PATH',
    'HOME',
    'CARGO_HOME',
    'RUSTFLAGS',
    'SSL_CERT_FILE',
    'GITHUB_REPOSITORY',
    'SSH_AUTH_SOCK',
    'UV_CACHE_DIR',
  ])('%s is not', (name) => {
    expect(isCredential(name)).toBe(false);
  });
});
