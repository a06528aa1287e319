import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * A Cargo workspace of `crates` crates, each on up to three before it, and `pythons` maturin packages over
 * some of them, in a folder that must be new. The same numbers give the same workspace.
 */
export async function makeCrates(folder: string, crates: number, pythons: number): Promise<void> {
  const random = sequence(7);
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  await put('Cargo.toml', root(crates));
  for (let at = 0; at < crates; at += 1) {
    const needs = Array.from({ length: Math.min(at, random(4)) }, () => random(at));
    await put(`crates/ws-${at}/Cargo.toml`, crate(at, [...new Set(needs)]));
    await put(`crates/ws-${at}/src/lib.rs`, `pub fn f${at}() {}\n`);
  }
  for (let at = 0; at < pythons; at += 1) {
    await put(`python/py-${at}/Cargo.toml`, binding(at, random(crates)));
    await put(`python/py-${at}/src/lib.rs`, '');
    await put(`python/py-${at}/pyproject.toml`, python(at));
  }
  await put('.gitignore', 'node_modules\n.nx\n.slipway\ndist\n');
  await put('package.json', '{ "name": "workspace", "private": true }\n');
}

/** Numbers below a bound, always the same ones. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function root(crates: number): string {
  const shared = Array.from(
    { length: crates },
    (_, at) => `ws-${at} = { path = "crates/ws-${at}", version = "0.1.0" }\n`,
  );
  return `[workspace]
members = ["crates/*", "python/*"]
resolver = "2"

[workspace.package]
version = "0.1.0"
edition = "2021"
license = "MIT"

[workspace.dependencies]
${shared.join('')}`;
}

function crate(at: number, needs: readonly number[]): string {
  return `[package]
name = "ws-${at}"
version.workspace = true
edition.workspace = true
license.workspace = true
description = "crate ${at}"

[dependencies]
${needs.map((other) => `ws-${other}.workspace = true\n`).join('')}`;
}

function binding(at: number, over: number): string {
  return `[package]
name = "py-${at}"
version.workspace = true
edition.workspace = true
publish = false

[lib]
crate-type = ["cdylib"]

[dependencies]
ws-${over}.workspace = true
`;
}

function python(at: number): string {
  return `[build-system]
requires = ["maturin>=1.9,<2"]
build-backend = "maturin"

[project]
name = "py-${at}"
version = "0.1.0"
requires-python = ">=3.9"
`;
}
