import { artifactChanged, artifactMissing, stageFailed } from '../finding/index.ts';
import { type BuildRecord } from '../plan/index.ts';
import { recordName } from '../layout/index.ts';
import type { Workshop } from '../command/index.ts';

/** Writes what a build left, with the commit that it was built from. */
export async function writeRecord(
  folder: string,
  record: Omit<BuildRecord, 'schema' | 'commit'>,
  { root, ports }: Workshop,
): Promise<void> {
  const head = await ports.processes.run('git', ['rev-parse', 'HEAD'], { cwd: root });
  const complete: BuildRecord = {
    schema: 'slipway.artifacts/1',
    ...record,
    commit: head?.exitCode === 0 ? head.stdout.trim() : null,
  };
  await ports.files.write(
    `${root}/${folder}/${recordName}`,
    `${JSON.stringify(complete, null, 2)}\n`,
  );
}

/**
 * Reads what a build left and proves it: each file is there with the bytes that were checked.
 * @throws SlipwayError SLW506 without a record, SLW204 without a file, SLW205 with other bytes.
 */
export async function readRecord(
  folder: string,
  target: string,
  { root, ports }: Pick<Workshop, 'root' | 'ports'>,
): Promise<BuildRecord> {
  const text = await ports.files.readText(`${root}/${folder}/${recordName}`);
  if (text === null) throw stageFailed.error({ target });
  const record = JSON.parse(text) as BuildRecord;
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
