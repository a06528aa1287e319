import { createCipheriv, createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metadata, record, zip } from '../../../packages/release/src/artifact/archives.fixture.ts';
import type { Artifact } from '../../../packages/release/src/plan/index.ts';
import { findPlatform, knownTargets } from '../../../packages/release/src/platform/index.ts';

interface Wanted {
  readonly name: string;
  readonly version: string;
  readonly target: string;
  readonly commit: string;
}

/**
 * Stands in for a job of another machine: leaves a wheel of that platform and the manifest of its build, as an
 * artifact of its own in `place`. The wheel is whole but for its library, which it lacks.
 */
export async function leaveWheel(wanted: Wanted, place: string): Promise<void> {
  const { name, target, commit } = wanted;
  const inside = `wheels/${name}/${target}`;
  const folder = join(place, `wheels-${name}-${target}`, inside);
  const tag = `cp39-abi3-${platformTag(target)}`;
  const { path: file, bytes: size, ...rest } = await writeWheel(wanted, tag, '', folder);
  const artifacts = [{ ...rest, path: `dist/${inside}/${file}`, size }];
  const manifest = { ...manifestOf(name, target), commit, artifacts };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

/** What the manifest of a build says beside the commit and the files. */
function manifestOf(name: string, target: string): object {
  const runner = { host: target, image: null };
  const what = { schema: 'slipway.artifacts/1', package: name, target, toolchain: {} };
  return { ...what, commit: null, tree: null, runner, run: null };
}

/**
 * The wheels of one release in `dist` of a folder, each of `bytes` and a little more, which no compression makes smaller:
 * for CPython 3.9 on as many platforms as there are, then for 3.10, and so on; and the manifest of their build. The
 * same ones every time.
 */
export async function makeWheels(
  root: string,
  count: number,
  bytes: number,
): Promise<readonly Artifact[]> {
  const folder = join(root, 'dist');
  const platforms = [...new Set(knownTargets.map(platformTag))];
  const artifacts: Artifact[] = [];
  for (let at = 0; at < count; at += 1) {
    const python = `cp3${9 + Math.floor(at / platforms.length)}`;
    const tag = `${python}-${python}-${platforms[at % platforms.length]}`;
    const content = noise(bytes, at);
    const wheel = await writeWheel({ name: 'tide', version: '1.0.0' }, tag, content, folder);
    artifacts.push({ ...wheel, path: `dist/${wheel.file}` });
  }
  const listed = artifacts.map(({ bytes: size, ...rest }) => ({ ...rest, size }));
  const manifest = { ...manifestOf('tide', knownTargets[0]!), artifacts: listed };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return artifacts;
}

/** A wheel with some content in a folder; `path` is relative to that. */
async function writeWheel(
  { name, version }: Pick<Wanted, 'name' | 'version'>,
  tag: string,
  content: string,
  folder: string,
): Promise<Artifact> {
  const distribution = name.replaceAll('-', '_');
  const info = `${distribution}-${version}.dist-info`;
  const files = {
    [`${distribution}/__init__.py`]: content,
    [`${info}/METADATA`]: metadata([], version)
      .replace('rocket-py', name)
      .replace('License-File: LICENSE\n', ''),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: ${tag}\n`,
  };
  const listed = { ...files, [`${info}/RECORD`]: record(files, `${info}/RECORD`) };
  const bytes = zip(Object.entries(listed));
  const file = `${distribution}-${version}-${tag}.whl`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    ...{ kind: 'wheel', package: name, version, file, path: file },
    ...{ sha256, bytes: bytes.length },
  };
}

/** So many bytes of text that look like chance. */
function noise(bytes: number, seed: number): string {
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, seed), Buffer.alloc(16));
  return cipher
    .update(Buffer.alloc(Math.ceil((bytes / 4) * 3)))
    .toString('base64')
    .slice(0, bytes);
}

function platformTag(target: string): string {
  const { system, libc, machine } = findPlatform(target)!;
  if (system === 'windows') return machine;
  if (system === 'macos') return `macosx_11_0_${machine}`;
  return libc === 'musl' ? `musllinux_1_2_${machine}` : `manylinux_2_17_${machine}`;
}
