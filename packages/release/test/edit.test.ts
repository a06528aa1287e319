import { execa } from 'execa';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editVersions } from '../src/edit/index.ts';
import { readRepository } from '../src/manifest/index.ts';
import { nodePorts } from '../src/node.ts';

const ports = nodePorts();
let root: string;

/** Inherited and own versions, pins, another name, a patch; twins lie outside of the workspace. */
const manifests: Record<string, string> = {
  'Cargo.toml': `[workspace]
members = ["core", "waves", "tool"]
exclude = ["twin"]
resolver = "2"

[workspace.package]
# version = "0.3.0" until the tide turns
version = "0.3.0" # 0.3.0

[workspace.dependencies]
tide-core = { path = "core", version = "=0.3.0" }
`,
  'core/Cargo.toml': `[package]
name = "tide-core"
edition = "2021"
version.workspace = true
`,
  'waves/Cargo.toml': `[package]
name = "tide-waves"
edition = "2021"
version = { workspace = true }
[dependencies]
core = { package = "tide-core", path = "../core", version = "0.3.0" }
[dev-dependencies]
twin = { package = "tide-core", path = "../twin", version = "0.9.0" }
`,
  'tool/Cargo.toml': `[package]
name = "tide-tool"
edition = "2021"
version = '0.3.0'
[dependencies]
tide-core.workspace = true
tide-waves.path = "../waves"
tide-waves.version = "~0.3"
`,
  // Of the same name as a member, so that the lock file tells them apart by version.
  'twin/Cargo.toml': `[package]
name = "tide-core"
edition = "2021"
version = "0.9.0"
`,
};

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'slipway-edit-')));
  await write(manifests);
  for (const file of Object.keys(manifests)) {
    if (file === 'Cargo.toml') continue;
    await write({ [file.replace('Cargo.toml', 'src/lib.rs')]: '' });
  }
  await write({ '.gitignore': 'target\n' });
  await cargo('generate-lockfile', '--offline');
  await git('init', '-q');
  await git('add', '-A');
  await git('commit', '-qm', 'feat: one');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(files: Iterable<readonly [string, string]> | Record<string, string>) {
  const entries = Symbol.iterator in files ? files : Object.entries(files);
  for (const [file, text] of entries) await ports.files.write(join(root, file), text);
}

async function git(...args: string[]): Promise<string> {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'core.autocrlf=false'];
  return (await execa('git', [...who, ...args], { cwd: root })).stdout;
}

function cargo(...args: string[]) {
  return execa('cargo', args, { cwd: root, env: { CARGO_TARGET_DIR: join(root, 'target') } });
}

async function texts(): Promise<Map<string, string>> {
  const files = [...Object.keys(manifests), 'Cargo.lock'];
  const read = files.map(async (file): Promise<[string, string]> => {
    return [file, (await ports.files.readText(join(root, file))) ?? ''];
  });
  return new Map(await Promise.all(read));
}

/** Edits as a release does; returns the lines that git sees changed. */
async function edit(wanted: Record<string, string>): Promise<string[]> {
  const before = await texts();
  const edits = editVersions(before, readRepository(before), new Map(Object.entries(wanted)));
  expect(edits.findings).toEqual([]);
  await write(edits.files);
  const diff = await git('diff', '--unified=0', '--word-diff=plain', '--word-diff-regex=[^"\']');
  return diff.split('\n').filter((line) => line.includes('[-') || line.includes('{+'));
}

const all = (version: string): Record<string, string> => ({
  'core/Cargo.toml': version,
  'waves/Cargo.toml': version,
  'tool/Cargo.toml': version,
});

describe('editVersions, with the real cargo', () => {
  it.each(['0.3.1', '0.4.0', '1.0.0-rc.1', '0.10.0'])(
    'cargo takes a release of %s as it is, lock file and all',
    async (version) => {
      const lines = await edit(all(version));
      await cargo('metadata', '--locked', '--offline', '--format-version', '1', '--no-deps');
      await cargo('check', '--workspace', '--all-targets', '--locked', '--offline');
      expect(lines.length).toBeGreaterThanOrEqual(8);
      expect(await git('status', '--porcelain')).not.toMatch(/^(\?\?| ?[AD])/m);
      // What cargo itself would write is what was written.
      const written = (await texts()).get('Cargo.lock');
      await cargo('update', '--workspace', '--offline');
      expect((await texts()).get('Cargo.lock')).toBe(written);
    },
  );

  it('git sees the characters of versions change, and nothing else', async () => {
    const lines = await edit(all('0.3.1'));
    expect(lines.toSorted()).toEqual([
      ' "tide-core 0.3.[-0-]{+1+}",',
      ' "tide-core 0.3.[-0-]{+1+}",',
      'core = { package = "tide-core", path = "../core", version = "0.3.[-0-]{+1+}" }',
      'tide-core = { path = "core", version = "=0.3.[-0-]{+1+}" }',
      'version = "0.3.[-0-]{+1+}"',
      'version = "0.3.[-0-]{+1+}"',
      'version = "0.3.[-0-]{+1+}"',
      'version = "0.3.[-0-]{+1+}" # 0.3.0',
      "version = '0.3.[-0-]{+1+}'",
    ]);
    expect(await edit(all('0.3.0'))).toEqual([]);
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('a twin that overtakes the member of its name changes places with it in the lock file', async () => {
    await edit({ 'twin/Cargo.toml': '0.2.0' });
    await cargo('check', '--workspace', '--locked', '--offline');
    await edit({
      'core/Cargo.toml': '1.2.0',
      'twin/Cargo.toml': '0.10.0',
      'tool/Cargo.toml': '9.0.0',
    });
    await cargo('check', '--workspace', '--locked', '--offline');
  });
});
