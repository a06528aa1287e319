import { create as packTar } from 'tar';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalName, verifyName } from '../crates-io/crate-name.ts';
import { verifyVersion } from '../crates-io/metadata.ts';
import { repositorySettings } from '../github/repository.ts';
import { ownerOf } from '../oidc/claims.ts';
import { findProject, newProject, projectKey } from '../pypi/site.ts';
import { readVersion, sameVersion } from '../pypi/version.ts';
import { Refusal } from '../message/message.ts';
import type {
  Crate,
  CrateVersion,
  GithubRepository,
  ProjectStatus,
  PypiName,
} from '../state/rows.ts';
import type { State } from '../state/state.ts';
import { aCount, aFlag, aText, oneOf, optional, readShape, texts } from './shape.ts';

interface Given {
  readonly registry: 'crates-io' | PypiName | 'github';
  readonly name: string;
  readonly versions?: readonly string[];
  readonly owner?: string;
  /** The owner's token is not this package's owner's. */
  readonly foreign?: boolean;
  readonly trustpubOnly?: boolean;
  readonly mirror?: boolean;
  /** crates.io: the crate is gone, and its name is not free again for a day. */
  readonly deleted?: boolean;
  /** PyPI: only an active project takes uploads. */
  readonly status?: ProjectStatus;
  /** PyPI: file names that are never free again. */
  readonly deletedFiles?: readonly string[];
  /** PyPI: bytes of one file, and of all together. */
  readonly fileLimit?: number;
  readonly totalLimit?: number;
  /** GitHub only: who sees it, and what its owner pays for. */
  readonly visibility?: GithubRepository['visibility'];
  readonly plan?: GithubRepository['plan'];
  readonly defaultBranch?: string;
  /** GitHub only: releases of this repository cannot be changed once they are published. */
  readonly immutable?: boolean;
}

/** `POST projects`: what exists already. Said again, it adds versions and changes settings. */
export async function addProject(value: unknown, state: State, now: number): Promise<void> {
  const given = readShape<Given>('project', value, {
    registry: oneOf('crates-io', 'pypi', 'testpypi', 'github'),
    name: aText,
    versions: optional(texts),
    owner: optional(aText),
    foreign: optional(aFlag),
    trustpubOnly: optional(aFlag),
    mirror: optional(aFlag),
    immutable: optional(aFlag),
    deleted: optional(aFlag),
    status: optional(oneOf('active', 'archived', 'quarantined', 'inactive-organization')),
    deletedFiles: optional(texts),
    fileLimit: optional(aCount),
    totalLimit: optional(aCount),
    visibility: optional(oneOf('public', 'private')),
    plan: optional(oneOf('free', 'paid')),
    defaultBranch: optional(aText),
  });
  if (given.registry === 'crates-io') await addCrate(given, state, now);
  else if (given.registry === 'github') addRepository(given, state);
  else addPythonProject(given.registry, given, state, now);
}

const day = 24 * 60 * 60_000;

async function addCrate(given: Given, state: State, now: number): Promise<void> {
  verifyName(given.name);
  given.versions?.forEach(verifyVersion);
  const key = canonicalName(given.name);
  if (given.deleted) {
    state.crates.delete(key);
    state.deletedNames.set(key, { freeAt: now + day });
    return;
  }
  const known = state.crates.get(key);
  const wanted = (given.versions ?? []).filter(
    (num) => !known?.versions.some((one) => one.num === num),
  );
  const versions = await Promise.all(
    wanted.map((num) => emptyVersion(given.name, num, state, now)),
  );
  const crate: Crate = {
    name: known?.name ?? given.name,
    owner: given.owner ?? known?.owner ?? ownerOf(state).login,
    foreign: given.foreign ?? known?.foreign ?? false,
    trustpubOnly: given.trustpubOnly ?? known?.trustpubOnly ?? false,
    mirror: given.mirror ?? known?.mirror ?? false,
    createdAt: known?.createdAt ?? now,
    versions: [...(known?.versions ?? []), ...versions],
  };
  state.crates.set(key, crate);
}

/** A version needs a file that cargo can unpack and build: a library with nothing in it. */
async function emptyVersion(
  name: string,
  num: string,
  state: State,
  now: number,
): Promise<CrateVersion> {
  const bytes = await packEmptyCrate(name, num);
  return {
    num,
    sha256: await state.blobs.put(bytes),
    bytes: bytes.length,
    yanked: false,
    publishedAt: now,
    visibleAt: now,
    run: null,
    index: { deps: [], features: {} },
    description: 'exists already',
    license: 'MIT',
    uploads: 0,
    accepted: 0,
  };
}

async function packEmptyCrate(name: string, num: string): Promise<Buffer> {
  const work = await mkdtemp(join(tmpdir(), 'slipway-crate-'));
  const folder = `${name}-${num}`;
  const manifest = `[package]\nname = "${name}"\nversion = "${num}"\nedition = "2021"\ndescription = "exists already"\nlicense = "MIT"\n`;
  await mkdir(join(work, folder, 'src'), { recursive: true });
  await writeFile(join(work, folder, 'Cargo.toml'), manifest);
  await writeFile(join(work, folder, 'src', 'lib.rs'), '');
  const file = join(work, 'packed.crate');
  const paths = [`${folder}/Cargo.toml`, `${folder}/src/lib.rs`];
  await packTar({ cwd: work, file, gzip: true, portable: true, mtime: new Date(0) }, paths);
  const bytes = await readFile(file);
  await rm(work, { recursive: true, force: true });
  return bytes;
}

function addPythonProject(registry: PypiName, given: Given, state: State, now: number): void {
  const owner = given.owner ?? ownerOf(state).login;
  const { status, fileLimit, totalLimit, deletedFiles = [] } = given;
  const known =
    findProject({ registry }, given.name, state) ??
    newProject({ registry }, given.name, owner, now);
  const added = (given.versions ?? [])
    .filter((version) => !known.releases.some((release) => sameVersion(release.version, version)))
    .map((version) => ({
      version: normalVersion(version),
      createdAt: now,
      summary: '',
      requiresPython: null,
      requiresDist: [],
      files: [],
    }));
  state.projects.set(projectKey({ registry }, given.name), {
    ...known,
    owner: given.owner ?? known.owner,
    foreign: given.foreign ?? known.foreign,
    ...said({ status, fileLimit, totalLimit }),
    deleted: [...known.deleted, ...deletedFiles],
    releases: [...known.releases, ...added],
  });
}

function normalVersion(text: string): string {
  const version = readVersion(text);
  if (!version) throw new Refusal(400, `project: "${text}" is not a version of PEP 440`);
  return version.normal;
}

function addRepository(given: Given, state: State): void {
  const { name, immutable, visibility, plan, defaultBranch } = given;
  const known = repositorySettings(name, state);
  state.repositories.set(name.toLowerCase(), {
    ...known,
    fullName: known.fullName ?? name,
    immutableReleases: immutable ?? known.immutableReleases,
    ...said({ visibility, plan, defaultBranch }),
  });
}

/** Without the fields that nobody spoke of. */
function said<T extends object>(fields: T): { [Name in keyof T]?: NonNullable<T[Name]> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Name in keyof T]?: NonNullable<T[Name]> };
}
