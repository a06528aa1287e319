import { join } from 'node:path';
import { writeJson } from '../stage/index.ts';
import type { Workshop } from '@slipway/release/command';
import {
  checkAgreement,
  describePackages,
  nameOf,
  orderCrates,
  releaseTag,
  type TagFormat,
  type WheelPlatform,
} from '@slipway/release/plan';
import type { Repository } from '@slipway/release/manifest';
import type { DestinationName } from '@slipway/release/registry';
import { assembleReport, type Part, type Report, type TagRow } from '@slipway/release/report';
import { defaultReportFile, partsFolder } from '@slipway/release/layout';
import { runStarted, type PluginOptions } from '../settings/index.ts';
import type { Subject, TagHistory } from '../subject/index.ts';

type Frame = Parameters<typeof assembleReport>[0];

/**
 * Puts the parts of this run together and writes the report. Also works when manifests are broken.
 * @throws SlipwayError SLW005 when the file cannot be written.
 */
export async function writeReport(
  place: Pick<Workshop, 'root' | 'ports'> & {
    readonly subject: Subject;
    readonly settings: PluginOptions;
  },
  run: {
    command: string;
    destination: DestinationName;
    rehearsal: string | null;
    platforms: readonly WheelPlatform[];
    file: string | undefined;
    /** Instead of the subject's, where the stage has learnt more. */
    repository: Repository | undefined;
  },
): Promise<Report> {
  const { root, ports, subject, settings } = place;
  const frame = await readFrame(subject, settings, run);
  const parts: Part[] = [];
  for (const name of await ports.files.list(join(root, partsFolder))) {
    const text = await ports.files.readText(join(root, partsFolder, name));
    if (text !== null && name.endsWith('.json')) parts.push(JSON.parse(text) as Part);
  }
  const report = assembleReport(frame, parts, ports.environment.get(runStarted));
  const file = run.file ?? defaultReportFile;
  await writeJson(file, report, place);
  return report;
}

async function readFrame(
  subject: Subject,
  settings: PluginOptions,
  run: {
    command: string;
    destination: DestinationName;
    rehearsal: string | null;
    platforms: readonly WheelPlatform[];
    repository: Repository | undefined;
  },
): Promise<Frame> {
  const { command, destination, rehearsal } = run;
  const empty = { packages: [], order: [], agreement: [], tags: [] };
  const asked = { command, destination, rehearsal };
  const nothing = { ...asked, repository: null, commit: null, tag: null, ...empty };
  try {
    const repository = run.repository ?? (await subject.repository());
    const commit = await subject.commit();
    const packages = describePackages(repository, run.platforms);
    const history = await subject.tags();
    return {
      ...nothing,
      tags: history.formats.map((format) => tagRow(format, history)),
      repository: commit.repository,
      commit: commit.id,
      tag: releaseTag((await subject.selection()).repository, history.formats, commit.tags).present,
      packages,
      order: orderCrates(repository.crates).order,
      agreement: checkAgreement(repository, settings.independent).agreement,
    };
  } catch {
    // What made this impossible is a finding of the stage already; the report must still be written.
    return nothing;
  }
}

function tagRow({ format, packages, tags }: TagFormat, { commitsSince }: TagHistory): TagRow {
  const [newest] = tags;
  const count = commitsSince.get(newest?.name ?? '') ?? 0;
  const reachable = newest?.reachable ?? false;
  const names = [...new Set(packages.map(nameOf))];
  return { packages: names, format, newest: newest?.name ?? null, reachable, commitsSince: count };
}
