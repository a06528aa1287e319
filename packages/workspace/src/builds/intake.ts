import { join } from 'node:path';
import { placesIn, readRecord, takeBuild, type TakenBuild } from '@slipway/release/build';
import { testsUnproved } from '@slipway/release/finding';
import { partFile, recordName } from '@slipway/release/layout';
import type { BuildRecord } from '@slipway/release/plan';
import type { Part } from '@slipway/release/report';
import type { Place, Way, Notes } from '../stage/index.ts';

/**
 * What a build left, here or in another job, proved to be what was checked; null when there is none.
 * @throws SlipwayError SLW204, SLW205, SLW213 for what was built here; SLW216, SLW217 for what was not.
 */
export async function builtRecord(
  build: TakenBuild,
  stage: Place & Way & Notes,
): Promise<BuildRecord | null> {
  const { folder, task } = build;
  if (stage.artifacts !== null) {
    const taken = await takeBuild(build, stage.artifacts, stage.workshop);
    if (!taken) return null;
    stage.found(taken.findings);
    // Its files were proved as they came: they are hashed once.
    if (taken.isNew) return taken.record;
  } else if (!(await stage.workshop.ports.files.exists(join(stage.root, folder, recordName)))) {
    return null;
  }
  return readRecord(folder, task, stage.workshop);
}

/**
 * Proves that a job before this one has passed the tests of a project.
 * @throws SlipwayError SLW218
 */
export async function takeTests(project: string, from: string, { workshop }: Place): Promise<void> {
  const { files } = workshop.ports;
  const task = `${project}:test`;
  let found = 'none has its record';
  for (const { place } of await placesIn(from, partFile(project, 'test'), files)) {
    const text = await files.readText(place);
    if (text === null) continue;
    const part = readPart(text);
    if (part?.project === project && part.target === 'test' && part.failed === false) {
      workshop.progress(`${task}: passed in the job that left ${place.slice(from.length + 1)}`);
      return;
    }
    found = part?.failed ? 'it failed' : 'its record is not what Slipway writes';
  }
  throw testsUnproved.error({ task, folder: from, found });
}

function readPart(text: string): Partial<Part> | null {
  try {
    return JSON.parse(text) as Partial<Part> | null;
  } catch {
    return null;
  }
}
