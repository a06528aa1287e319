import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metadata, record, zip } from '../../../packages/release/src/artifact/archives.fixture.ts';
import { findPlatform } from '../../../packages/release/src/platform/index.ts';

interface Wanted {
  readonly name: string;
  readonly version: string;
  readonly target: string;
  readonly commit: string;
}

/**
 * Stands in for a job of another machine: leaves a wheel of that platform and the manifest of its build, as an
 * artifact of its own in `artifacts`. The wheel is whole but for its library, which it lacks.
 */
export async function leaveWheel(wanted: Wanted, artifacts: string): Promise<void> {
  const { name, version, target, commit } = wanted;
  const distribution = name.replaceAll('-', '_');
  const info = `${distribution}-${version}.dist-info`;
  const tag = `cp39-abi3-${platformTag(target)}`;
  const files = {
    [`${distribution}/__init__.py`]: '',
    [`${info}/METADATA`]: metadata([], version)
      .replace('rocket-py', name)
      .replace('License-File: LICENSE\n', ''),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: ${tag}\n`,
  };
  const listed = { ...files, [`${info}/RECORD`]: record(files, `${info}/RECORD`) };
  const bytes = zip(Object.entries(listed));
  const file = `${distribution}-${version}-${tag}.whl`;
  const inside = `wheels/${name}/${target}`;
  const folder = join(artifacts, `wheels-${name}-${target}`, inside);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), bytes);
  const artifact = {
    ...{ kind: 'wheel', package: name, version, file, path: `dist/${inside}/${file}` },
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
  };
  const manifest = {
    ...{ schema: 'slipway.artifacts/1', package: name, target, toolchain: {}, commit, tree: null },
    ...{ runner: { host: target, image: null }, run: null, artifacts: [artifact] },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

function platformTag(target: string): string {
  const { system, libc, machine } = findPlatform(target)!;
  if (system === 'windows') return machine;
  if (system === 'macos') return `macosx_11_0_${machine}`;
  return libc === 'musl' ? `musllinux_1_2_${machine}` : `manylinux_2_17_${machine}`;
}
