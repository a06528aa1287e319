/**
 * `npm run workflows [-- --mirror DIR] [NAME…]`: what linters and the doctor say of the workflows that are written
 * for real repositories. Progress on stderr; the last line on stdout is JSON.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Finding } from '../../packages/release/src/finding/index.ts';
import { nx, setUp } from '../survey/look.ts';
import { subjects } from '../survey/subjects.ts';
import type { Subject } from '../survey/seen.ts';
import { lint } from './lint.ts';

const files = ['publish', 'ci', 'release-status'].map((name) => `.github/workflows/${name}.yml`);

/** Each kind of tag has a line of its own. */
const ofTag = /^ {6}- .*\[0-9\]/;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mirror: { type: 'string' } },
});

const wanted = subjects.filter(({ name }) => !positionals.length || positionals.includes(name));
const wrong: string[] = [];
for (const subject of wanted) {
  const said = await examine(subject).catch((error: unknown) => String(error));
  process.stderr.write(`${said ? '✗' : '✓'} ${subject.name}\n${said ? `${said}\n` : ''}`);
  if (said) wrong.push(subject.name);
}
console.log(JSON.stringify({ repositories: wanted.length, wrong }));
if (wrong.length > 0) process.exitCode = 1;

/** Writes the workflows in place of the repository's own. Returns what is said of them. */
async function examine(subject: Subject): Promise<string> {
  const root = await setUp(subject, values.mirror ?? null);
  await rm(join(root, '.github/workflows'), { recursive: true, force: true });
  const written = await nx(root, ['g', '@slipway/nx:ci']);
  const checked = await nx(root, ['g', '@slipway/nx:ci', '--check']);
  if (written.exitCode !== 0 || checked.exitCode !== 0) return written.all + checked.all;
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
  const long = texts.filter(
    (text) =>
      text
        .trimEnd()
        .split('\n')
        .filter((line) => !ofTag.test(line)).length >= 150,
  );
  return [await lint(root, files), await ofDoctor(root), ...long.map(() => 'too long')]
    .filter(Boolean)
    .join('\n');
}

/** What the doctor says of these files, for people. */
async function ofDoctor(root: string): Promise<string> {
  await rm(join(root, 'dist/release'), { recursive: true, force: true });
  const { all } = await nx(root, ['run', 'release:doctor', '--offline']);
  const report = await readFile(join(root, 'dist/release/report.json'), 'utf8').catch(() => null);
  if (report === null) return all;
  const { findings } = JSON.parse(report) as { findings: readonly Finding[] };
  return findings
    .filter(({ file, severity }) => files.includes(file ?? '') && severity !== 'info')
    .map(({ code, file, line, message }) => `${file}:${line} ${code} ${message}`)
    .join('\n');
}
