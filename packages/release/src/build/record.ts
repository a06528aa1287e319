import {
  artifactChanged,
  artifactMissing,
  recordUnreadable,
  stageFailed,
} from '../finding/index.ts';
import { wheelTags } from '../artifact/index.ts';
import { recordName } from '../layout/index.ts';
import { hostTriple } from '../platform/index.ts';
import type { Artifact, BuildRecord, Run, Runner, Toolchain } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import type { Workshop } from '../command/index.ts';
import { parseRecord } from './record-text.ts';
import type { Tools } from './tools.ts';

type Place = Pick<Workshop, 'root' | 'ports'>;

/** Writes what a build left, with the commit, the machine and the run that it comes from. */
export async function writeRecord(
  folder: string,
  record: Pick<BuildRecord, 'package' | 'target' | 'toolchain' | 'artifacts' | 'builds'>,
  { root, ports }: Place,
): Promise<void> {
  const ids = ['rev-parse', 'HEAD', 'HEAD^{tree}'];
  const head = await ports.processes.run('git', ids, { cwd: root });
  const [commit = null, tree = null] = head?.exitCode === 0 ? head.stdout.trim().split('\n') : [];
  const { artifacts, builds, ...rest } = record;
  const complete = {
    schema: 'slipway.artifacts/1',
    ...rest,
    commit,
    tree,
    runner: runnerHere(ports),
    run: runHere(ports),
    ...(builds ? { builds } : {}),
    artifacts: artifacts.map(toFile),
  };
  const text = `${JSON.stringify(complete, null, 2)}\n`;
  await ports.files.write(`${root}/${folder}/${recordName}`, text);
}

/** As the manifest has an artifact: the size by that name, and what a wheel can be installed for. */
function toFile({ bytes: size, ...artifact }: Artifact): object {
  return artifact.kind === 'wheel'
    ? { ...artifact, size, tags: wheelTags(artifact.file) }
    : { ...artifact, size };
}

function runnerHere({ environment }: Pick<Ports, 'environment'>): Runner {
  const [system, version] = [environment.get('ImageOS'), environment.get('ImageVersion')];
  const image = system === null ? null : [system, version].filter(Boolean).join(' ');
  return { host: hostTriple(environment), image };
}

function runHere({ environment }: Pick<Ports, 'environment'>): Run | null {
  if (environment.get('GITHUB_ACTIONS') !== 'true') return null;
  const variable = (name: string): string => environment.get(`GITHUB_${name}`) ?? '';
  return {
    repository: variable('REPOSITORY'),
    id: variable('RUN_ID'),
    attempt: variable('RUN_ATTEMPT'),
    event: variable('EVENT_NAME'),
    ref: variable('REF'),
    job: variable('JOB'),
  };
}

/** What compiled something: rustc, and where wheels or sdists are made, maturin and the interpreters. */
export async function toolchainOf(
  tools: Pick<Tools, 'maturinVersion'> | null,
  interpreters: readonly string[],
  { root, ports }: Place,
): Promise<Toolchain> {
  const rustc = ports.environment.get('RUSTC') ?? 'rustc';
  const answer = await ports.processes.run(rustc, ['--version'], { cwd: root });
  return {
    ...(answer?.exitCode === 0 ? { rustc: answer.stdout.trim() } : {}),
    ...(tools ? { maturin: tools.maturinVersion } : {}),
    ...(interpreters.length > 0 ? { interpreters: interpreters.join(', ') } : {}),
  };
}

/**
 * Reads what a build left and proves it: each file is there with the bytes that were checked.
 * @throws SlipwayError SLW506 without a record, SLW213 with one that is none, SLW204 without a file,
 * SLW205 with other bytes.
 */
export async function readRecord(
  folder: string,
  target: string,
  { root, ports }: Place,
): Promise<BuildRecord> {
  const path = `${folder}/${recordName}`;
  const text = await ports.files.readText(`${root}/${path}`);
  if (text === null) throw stageFailed.error({ target });
  const record = parseRecord(text, folder);
  if (typeof record === 'string')
    throw recordUnreadable.error({ detail: record, target }, { at: { file: path, line: null } });
  for (const artifact of record.artifacts) {
    const at = { file: artifact.path, line: null };
    const now = await ports.files.digest(`${root}/${artifact.path}`);
    if (!now) throw artifactMissing.error({ file: artifact.path, target }, { at });
    if (now.sha256 !== artifact.sha256) {
      const { file, sha256: built } = artifact;
      throw artifactChanged.error({ file, built, now: now.sha256 }, { at });
    }
  }
  return record;
}
