import { execa } from 'execa';
import { mkdtemp, realpath, rm, writeFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startRehearsal, type Rehearsal } from '@slipway/rehearsal';
import { Secret } from '@slipway/release/identity';
import { nodePorts } from '@slipway/release/node';
import { publishFirstVersion } from '@slipway/workspace/setup';
import { rehearsalDestination } from '@slipway/workspace/destination';
import { subjectOf } from '@slipway/workspace/subject';

const ports = nodePorts();
const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
let root: string;
let rehearsal: Rehearsal;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'slipway-first-')));
  rehearsal = await startRehearsal({ state: join(root, '.slipway/state') });
  await mkdir(join(root, 'src'));
  await writeFile(join(root, 'src/lib.rs'), '');
  await writeFile(join(root, '.gitignore'), 'target\ndist\n.slipway\n');
  await writeFile(
    join(root, 'Cargo.toml'),
    '[package]\nname = "slipway-probe-first"\nversion = "0.1.0"\nlicense = "MIT"\ndescription = "d"\n',
  );
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    [...who, 'commit', '-qm', 'feat: one'],
  ]) {
    await execa('git', args, { cwd: root });
  }
});
afterEach(async () => {
  await rehearsal.close();
  await rm(root, { recursive: true, force: true });
});

/** What publishing a first version leaves: what it shows, files, and the error if it failed. */
async function first(name: string, token: string | null) {
  const shown: string[] = [];
  const stage = {
    root,
    workshop: { root, ports, progress: () => undefined },
    subject: subjectOf({ root, ports }, {}),
    maxWait: 0,
    keepGoing: false,
    found: () => undefined,
    action: () => undefined,
    receipt: () => undefined,
    show: (text: string) => void shown.push(text),
  };
  const { admin, cratesIo } = rehearsal.ready;
  const destination = await rehearsalDestination(admin, { root, ports }, 'octo/probe');
  const secret = token === 'owner' ? cratesIo.ownerToken : token;
  const error = await publishFirstVersion(
    name,
    { ...destination, cratesIo: destination.cratesIo! },
    async () => (secret === null ? null : new Secret(secret)),
    stage,
  ).catch((cause: Error) => cause.message);
  const state = (await (await fetch(`${admin}/state`)).json()) as { files: { file: string }[] };
  return { error, shown: shown.join('\n'), files: state.files.map(({ file }) => file) };
}

it('publishes the first version of a crate with a token of one’s own, and keeps it nowhere', async () => {
  const { error, files } = await first('slipway-probe-first', 'owner');
  expect(error).toBeUndefined();
  expect(files).toEqual(['slipway-probe-first-0.1.0.crate']);
  const token = rehearsal.ready.cratesIo.ownerToken;
  for (const file of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || file.parentPath.includes('.slipway/state')) continue;
    const text = await readFile(join(file.parentPath, file.name), 'latin1');
    expect(text.includes(token), file.name).toBe(false);
  }
  expect((await first('slipway-probe-first', null)).files).toHaveLength(1);
});

it('SLW643, SLW607, SLW135: not without a token, with a wrong one, or for another crate', async () => {
  expect((await first('slipway-probe-first', null)).error).toContain('SLW643');
  const wrong = await first('slipway-probe-first', `cio${'x'.repeat(32)}`);
  expect(wrong.error).toContain('SLW607');
  expect((await first('nobody', 'owner')).error).toContain('SLW135');
  expect(wrong.files).toEqual([]);
});

it('says how long all crates take that are new, before it asks for the token', async () => {
  const manifest = await readFile(join(root, 'Cargo.toml'), 'utf8');
  await writeFile(join(root, 'Cargo.toml'), `${manifest}\n[workspace]\nmembers = ["other"]\n`);
  await mkdir(join(root, 'other/src'), { recursive: true });
  await writeFile(join(root, 'other/src/lib.rs'), '');
  await writeFile(join(root, 'other/Cargo.toml'), manifest.replace('probe-first', 'probe-other'));
  await execa('git', ['add', '-A'], { cwd: root });
  await execa('git', [...who, 'commit', '-qm', 'feat: two'], { cwd: root });
  const { error, shown } = await first('slipway-probe-first', null);
  expect(error).toContain('SLW643');
  expect(shown).toContain(
    'In this repository are 2 new crates, all at once (5 at once then 1 every 10 minutes).',
  );
});
