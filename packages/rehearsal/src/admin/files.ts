import { createHash } from 'node:crypto';
import { canonicalName } from '../crates-io/crate-name.ts';
import { blake2b } from 'hash-wasm';
import { findProject, projectKey } from '../pypi/site.ts';
import { sameVersion } from '../pypi/version.ts';
import { Refusal } from '../message/message.ts';
import type { CrateVersion, PypiFile, PypiName } from '../state/rows.ts';
import { sha256Of } from '../state/blobs.ts';
import type { State } from '../state/state.ts';
import { aFlag, aText, oneOf, optional, readShape } from './shape.ts';

interface Given {
  readonly registry: 'crates-io' | PypiName;
  readonly name: string;
  readonly version: string;
  readonly file: string;
  /** Its bytes from now on, in base64. */
  readonly content?: string;
  readonly removed?: boolean;
  readonly yanked?: boolean;
}

/**
 * `POST files`: what happens to files behind everybody's back. A file gets other bytes, or comes from nowhere; it is gone;
 * it is yanked, which people do on PyPI's pages alone.
 */
export async function changeFile(value: unknown, state: State, now: number): Promise<void> {
  const given = readShape<Given>('file', value, {
    registry: oneOf('crates-io', 'pypi', 'testpypi'),
    name: aText,
    version: aText,
    file: aText,
    content: optional(aText),
    removed: optional(aFlag),
    yanked: optional(aFlag),
  });
  if (given.registry === 'crates-io') await changeCrate(given, state);
  else await changePythonFile(given.registry, given, state, now);
}

async function changeCrate({ name, version, ...given }: Given, state: State): Promise<void> {
  const key = canonicalName(name);
  const crate = state.crates.get(key);
  if (!crate?.versions.some(({ num }) => num === version)) throw unknown(name, version);
  const put = await putBytes(given.content, state);
  const changed = (one: CrateVersion): CrateVersion[] => {
    if (one.num !== version) return [one];
    return given.removed ? [] : [{ ...one, ...put, yanked: given.yanked ?? one.yanked }];
  };
  state.crates.set(key, { ...crate, versions: crate.versions.flatMap(changed) });
}

async function changePythonFile(
  registry: PypiName,
  { name, version, file, ...given }: Given,
  state: State,
  now: number,
): Promise<void> {
  const project = findProject({ registry }, name, state);
  if (!project?.releases.some((one) => sameVersion(one.version, version))) {
    throw unknown(name, version);
  }
  const put = await putBytes(given.content, state);
  const changed = (one: PypiFile): PypiFile[] => {
    if (one.file !== file) return [one];
    return given.removed ? [] : [{ ...one, ...put, yanked: given.yanked ?? one.yanked ?? false }];
  };
  const releases = project.releases.map((release) => {
    if (!sameVersion(release.version, version)) return release;
    const isThere = release.files.some((one) => one.file === file);
    const added = put && !isThere ? [fromNowhere(file, put, now)] : [];
    return { ...release, files: [...release.files.flatMap(changed), ...added] };
  });
  state.projects.set(projectKey({ registry }, name), { ...project, releases });
}

type Put = Pick<PypiFile, 'sha256' | 'md5' | 'blake2' | 'bytes'>;

function fromNowhere(file: string, put: Put, now: number): PypiFile {
  return {
    file,
    ...put,
    packagetype: file.endsWith('.whl') ? 'bdist_wheel' : 'sdist',
    pythonVersion: file.endsWith('.whl') ? (file.split('-').at(-3) ?? 'py3') : 'source',
    requiresPython: null,
    metadata: null,
    provenance: null,
    uploadedAt: now,
    uploads: 0,
    accepted: 0,
  };
}

async function putBytes(content: string | undefined, state: State): Promise<Put | null> {
  if (content === undefined) return null;
  const bytes = Buffer.from(content, 'base64');
  return {
    sha256: await state.blobs.put(bytes, sha256Of(bytes)),
    md5: createHash('md5').update(bytes).digest('hex'),
    blake2: await blake2b(bytes, 256),
    bytes: bytes.length,
  };
}

function unknown(name: string, version: string): Refusal {
  return new Refusal(400, `file: there is no ${name} ${version}`);
}
