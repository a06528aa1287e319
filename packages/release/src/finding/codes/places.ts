import type { Location } from '../finding.ts';

/** Places that examples share. */

export const crateManifest: Location = { file: 'crates/tide/Cargo.toml', line: 3 };

export const pythonManifest: Location = { file: 'python/pyproject.toml', line: 7 };

export const builtCrate: Location = { file: 'dist/crates/tide/tide-0.3.1.crate', line: null };

export const builtWheel: Location = {
  file: 'dist/wheels/tide/x86_64-unknown-linux-gnu/tide-0.3.1-cp39-abi3-manylinux2014_x86_64.whl',
  line: null,
};
