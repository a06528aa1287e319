import type { Artifact, BuildRecord, Run } from '../plan/index.ts';

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isObjectId = (value: unknown): boolean =>
  value === null || (isText(value) && /^[0-9a-f]{40,64}$/.test(value));
const isTexts = (value: unknown): boolean => isObject(value) && Object.values(value).every(isText);

/** What each field of an artifact must be. */
const artifactFields: Readonly<Record<string, (value: unknown) => boolean>> = {
  kind: (value) => ['crate', 'sdist', 'wheel'].includes(String(value)),
  package: isText,
  version: isText,
  file: (value) => isText(value) && /^[\w.+!-]+$/.test(value) && !value.startsWith('.'),
  path: isText,
  sha256: (value) => isText(value) && /^[0-9a-f]{64}$/.test(value),
  size: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};

const runFields: readonly (keyof Run)[] = ['repository', 'id', 'attempt', 'event', 'ref', 'job'];

const originFields: Readonly<Record<string, (value: unknown) => boolean>> = {
  target: isTextOrNull,
  commit: isObjectId,
  tree: isObjectId,
  runner: (value) => isObject(value) && isText(value['host']) && isTextOrNull(value['image']),
  run: (value) =>
    value === null || (isTexts(value) && runFields.every((field) => field in (value as Fields))),
  toolchain: isTexts,
};

const recordFields: typeof artifactFields = {
  schema: (value) => value === 'slipway.artifacts/1',
  package: isText,
  artifacts: Array.isArray,
  ...originFields,
};

/**
 * Reads the record of a build in `folder`, which may come from another machine and is not trusted: no path in
 * it leads out of that folder. Returns what is wrong with it otherwise. Pure.
 */
export function parseRecord(text: string, folder: string): BuildRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (!isObject(value)) return 'it is not an object';
  const wrong = wrongField(value, recordFields);
  if (wrong !== null) return wrong;
  const { artifacts, builds = [] } = value as Fields & { artifacts: unknown[] };
  if (!Array.isArray(builds)) return 'builds is not a list';
  const strange = builds.find((one) => !isObject(one) || wrongField(one, originFields) !== null);
  if (strange !== undefined) return 'builds holds what is no build';
  for (const artifact of artifacts) {
    const problem = isObject(artifact)
      ? (wrongField(artifact, artifactFields) ?? wrongPlace(artifact, folder))
      : 'artifacts holds what is no artifact';
    if (problem !== null) return problem;
  }
  return { ...value, artifacts: artifacts.map(toArtifact) } as unknown as BuildRecord;
}

function wrongField(value: Fields, fields: typeof artifactFields): string | null {
  const name = Object.keys(fields).find((field) => !fields[field]!(value[field]));
  return name === undefined ? null : `${name} is ${JSON.stringify(value[name]) ?? 'missing'}`;
}

function wrongPlace({ path, file }: Fields, folder: string): string | null {
  const parts = String(path).split('/');
  const isBelow = String(path).startsWith(`${folder}/`) && parts.at(-1) === file;
  const leadsOut = parts.some((part) => part === '..' || part === '.' || part === '');
  return isBelow && !leadsOut && !String(path).includes('\\')
    ? null
    : `the path ${JSON.stringify(path)} is not ${folder}/…/${String(file)}`;
}

function toArtifact(value: unknown): Artifact {
  const { kind, package: name, version, file, path, sha256, size } = value as Fields;
  return { kind, package: name, version, file, path, sha256, bytes: size } as unknown as Artifact;
}
