import { expect, it } from 'vitest';
import type { Workshop } from '../command/index.ts';
import { cargoPlace, passedOn } from './cargo-place.ts';

it('passes on what makes a package what it is, and nothing that names a program or a credential', () => {
  const config = `
[build]
rustc = "evil"
rustc-wrapper = "evil"
target-dir = "out"
[env]
LD_PRELOAD = { value = "evil.so", force = true }
[target.x86_64-unknown-linux-gnu]
linker = "evil"
[alias]
publish = "evil"
[credential-alias]
slipway = ["evil"]
[registry]
default = "evil"
global-credential-providers = ["evil"]
[registries.own]
index = "sparse+https://own.example/"
credential-provider = ["evil"]
token = "secret"
[http]
proxy = "http://proxy.example:3128"
cainfo = "evil.pem"
[net]
git-fetch-with-cli = true
retry = 5
[resolver]
incompatible-rust-versions = "fallback"
[source.crates-io]
replace-with = "vendored"
[source.vendored]
directory = "vendor"
[patch.crates-io]
some-crate = { path = "some", features = ["a"] }
[patch."https://git.example/x"]
other = { git = "https://git.example/y" }
`;
  expect(passedOn(config, '/repo')).toEqual([
    'build.target-dir="/repo/out"',
    'registries.own.index="sparse+https://own.example/"',
    'http.proxy="http://proxy.example:3128"',
    'net.retry=5',
    'resolver.incompatible-rust-versions="fallback"',
    'source.crates-io.replace-with="vendored"',
    'source.vendored.directory="/repo/vendor"',
    'patch.crates-io.some-crate.path="/repo/some"',
    'patch.crates-io.some-crate.features=["a"]',
    'patch."https://git.example/x".other.git="https://git.example/y"',
  ]);
  expect(passedOn('no toml [', '/repo')).toEqual([]);
});

const workshop = (stdout: string, home = '/home/one'): Workshop =>
  ({
    root: '/work/repo',
    ports: {
      environment: { home },
      files: {
        readText: async (path: string) =>
          path === '/work/repo/.cargo/config.toml' ? 'net.retry = 1' : null,
      },
      processes: { run: async () => ({ exitCode: 0, stdout, stderr: '', all: '' }) },
    },
  }) as unknown as Workshop;

it('starts cargo outside the repository, with its toolchain', async () => {
  const place = await cargoPlace('crates/tide', workshop('1.90.0-x86_64 (overridden)\n'));
  expect(place).toMatchObject({
    cwd: '/home/one',
    arguments: ['--config', 'net.retry=1'],
    env: { RUSTUP_TOOLCHAIN: '1.90.0-x86_64' },
  });
  for (const name of ['RUSTC', 'RUSTC_WRAPPER', 'CARGO_BUILD_RUSTC_WRAPPER', 'LD_PRELOAD']) {
    expect(place.without.test(name)).toBe(true);
  }
  for (const name of ['PATH', 'CARGO_HOME', 'CARGO_TARGET_DIR', 'RUSTUP_HOME', 'HTTPS_PROXY']) {
    expect(place.without.test(name)).toBe(false);
  }
  expect((await cargoPlace('', workshop('', '/work/repo/home'))).cwd).toBe('/');
});

it('SLW307: takes no cargo from the repository', async () => {
  const own = cargoPlace('', workshop("/work/repo/tools/rust (overridden by '/work/repo')\n"));
  await expect(own).rejects.toMatchObject({ finding: { code: 'SLW307' } });
  const beside = await cargoPlace('', workshop('/work/repository/rust\n'));
  expect(beside.env).toEqual({ RUSTUP_TOOLCHAIN: '/work/repository/rust' });
});
