import {
  checkCrate,
  checkSdist,
  checkWheel,
  readCrate,
  readSdist,
  readWheel,
} from '../artifact/index.ts';
import {
  artifactNotTaken,
  artifactsDisagree,
  hasErrors,
  type Finding,
  type SlipwayError,
} from '../finding/index.ts';
import type { Workshop } from '../command/index.ts';
import { recordName } from '../layout/index.ts';
import type { Artifact, ArtifactKind, BuildRecord } from '../plan/index.ts';
import { findPlatform } from '../platform/index.ts';
import { parseRecord } from './record-text.ts';

/** A build that another job did, and what it must be. */
export interface TakenBuild {
  /** Where its files lie in a repository: `dist/wheels/tide/x86_64-unknown-linux-gnu`. */
  readonly folder: string;
  /** The task that does it. */
  readonly task: string;
  /** What it leaves: several wheels, but one crate or one sdist. */
  readonly kind: ArtifactKind;
  readonly package: string;
  /** As the registry of its kind spells it. */
  readonly version: string;
  /** Rust target triple of wheels; null for everything else. */
  readonly target: string | null;
}

/** What was taken. */
export interface Taken {
  readonly record: BuildRecord;
  /** What the artifacts' own checks have to say. */
  readonly findings: readonly Finding[];
  /** The name of the workflow's artifact that had it. */
  readonly artifact: string;
  /** Whether it was taken, and proved, just now; else it lies here since an earlier task took it. */
  readonly isNew: boolean;
}

interface Candidate {
  readonly artifact: string;
  /** Where its files lie now, absolute. */
  readonly place: string;
  readonly text: string;
}

/**
 * Takes a build out of the artifacts of a workflow run, downloaded into the folder `from`, each into a folder of
 * its own: proves it against the record of the job that built it, checks it as if it had been built here, and
 * puts it where that build would have. Nothing in `from` is trusted. Null when no artifact has it.
 * @throws SlipwayError SLW216 for what cannot be what that job built, SLW217 when two artifacts disagree.
 */
export async function takeBuild(
  build: TakenBuild,
  from: string,
  { root, ports, progress }: Workshop,
): Promise<Taken | null> {
  const { files } = ports;
  const [first, ...others] = await candidates(build, from, files);
  if (!first) return null;
  const record = readTaken(first, build);
  for (const other of others) {
    if (digestsOf(readTaken(other, build)) !== digestsOf(record)) {
      const names = [first, other].map(({ artifact }) => artifact);
      throw artifactsDisagree.error({ folder: build.folder, artifacts: names });
    }
  }
  const findings: Finding[] = [];
  const taken = { record, findings, artifact: first.artifact };
  // Taken before: the same record stands there, and whoever reads it proves the files.
  if ((await files.readText(`${root}/${build.folder}/${recordName}`)) === first.text) {
    return { ...taken, isNew: false };
  }
  await files.remove(`${root}/${build.folder}`);
  for (const artifact of record.artifacts) {
    const source = `${first.place}/${artifact.path.slice(build.folder.length + 1)}`;
    const copy = `${root}/${artifact.path}`;
    const refuse = (detail: string): SlipwayError => refused(build, first.artifact, detail);
    await copyProved(artifact, source, copy, { from, files, refuse });
    findings.push(...(await check(artifact, copy, build, files)));
  }
  // Without its record it is not taken: whoever asks again is told again.
  if (hasErrors(findings)) return { ...taken, isNew: true };
  await files.write(`${root}/${build.folder}/${recordName}`, first.text);
  progress(`${build.task}: taken from the artifact ${first.artifact}, ${built(record)}`);
  return { ...taken, isNew: true };
}

type Files = Workshop['ports']['files'];

/** The artifacts that have this build; each holds what is in `dist/`, or `dist/` itself. */
async function candidates(build: TakenBuild, from: string, files: Files): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const one of await placesIn(from, build.folder, files)) {
    const [artifact, place] = [one.artifact || '(merged)', one.place];
    const text = await files.readText(`${place}/${recordName}`);
    if (text === null) continue;
    if (!(await isItself(`${place}/${recordName}`, from, files))) {
      throw refused(build, artifact, `${recordName} is a link`);
    }
    found.push({ artifact, place, text });
  }
  return found;
}

/** Whether a path is what stands there, and nothing on the way to it from the folder `from` leads elsewhere. */
async function isItself(path: string, from: string, files: Files): Promise<boolean> {
  const [real, around] = [await files.locate(path), await files.locate(from)];
  return real?.path === `${around?.path}${path.slice(from.length)}`;
}

/**
 * Where in the downloaded artifacts a path of `dist/` may lie: each artifact, in a folder of its own or all in
 * one (then `artifact` is empty), holds what is in `dist/`, or `dist/` itself.
 */
export async function placesIn(
  from: string,
  path: string,
  files: Pick<Files, 'list'>,
): Promise<{ readonly artifact: string; readonly place: string }[]> {
  const inside = path.replace(/^dist\//, '');
  return ['', ...(await files.list(from))].flatMap((artifact) =>
    [inside, path].map((one) => ({
      artifact,
      place: [from, artifact, one].filter(Boolean).join('/'),
    })),
  );
}

function readTaken({ text, artifact }: Candidate, build: TakenBuild): BuildRecord {
  const record = parseRecord(text, build.folder);
  if (typeof record === 'string') throw refused(build, artifact, record);
  const { package: name, target, artifacts } = record;
  if (name !== build.package || target !== build.target) {
    throw refused(build, artifact, `it is of ${name}, ${target ?? 'no platform'}`);
  }
  for (const one of artifacts) {
    const { file, kind, package: of, version } = one;
    if (version !== build.version)
      throw refused(build, artifact, `${file} has the version ${version}`);
    if (of !== build.package || kind !== build.kind) {
      throw refused(build, artifact, `${file} is a ${kind} of ${of}`);
    }
    if (artifacts.find((other) => other.file === file) !== one) {
      throw refused(build, artifact, `it names ${file} twice`);
    }
  }
  if (artifacts.length === 0) throw refused(build, artifact, 'it holds no file');
  if (build.kind !== 'wheel' && artifacts.length > 1) {
    throw refused(
      build,
      artifact,
      `it holds ${artifacts.length} files, and one ${build.kind} is wanted`,
    );
  }
  return record;
}

function refused(
  { folder, task, version }: TakenBuild,
  artifact: string,
  detail: string,
): SlipwayError {
  return artifactNotTaken.error({ folder, task, version, artifact, detail });
}

const digestsOf = ({ artifacts }: BuildRecord): string =>
  artifacts
    .map(({ file, sha256 }) => `${file} ${sha256}`)
    .sort()
    .join('\n');

/** Copies the file itself, and no link to another; what it is then are the bytes that the job recorded. */
async function copyProved(
  { file, sha256, bytes }: Artifact,
  source: string,
  copy: string,
  { from, files, refuse }: { from: string; files: Files; refuse: (detail: string) => SlipwayError },
): Promise<void> {
  const real = await files.locate(source);
  if (real?.kind !== 'file') throw refuse(`${file} is not in it`);
  if (!(await isItself(source, from, files))) throw refuse(`${file} is a link`);
  await files.copy(source, copy);
  const now = await files.digest(copy);
  if (now?.sha256 === sha256 && now.bytes === bytes) return;
  await files.remove(copy);
  throw refuse(`${file} has SHA-256 ${now?.sha256}; the job that built it recorded ${sha256}`);
}

async function check(
  { kind, file, path, version }: Artifact,
  copy: string,
  { package: name, target }: TakenBuild,
  files: Files,
): Promise<Finding[]> {
  const bytes = (await files.readBytes(copy)) ?? new Uint8Array();
  const expected = { file: path, name, version };
  if (kind === 'crate') return checkCrate(await readCrate(bytes), expected);
  if (kind === 'sdist') return checkSdist(await readSdist(bytes, file), expected);
  const platform = findPlatform(target ?? '');
  return checkWheel(await readWheel(bytes, file), { ...expected, platform, platformTags: 'pypi' });
}

function built({ runner, run, commit }: BuildRecord): string {
  const where = run
    ? `run ${run.id}, attempt ${run.attempt}, ${runner.image ?? runner.host}`
    : runner.host;
  return `built from ${commit?.slice(0, 10) ?? 'an unknown commit'} on ${where}`;
}
