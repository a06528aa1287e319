import { isAbsolute, join } from 'node:path';
import type { Workshop } from '@slipway/release/command';
import { checkAgreement, describePackages, orderCrates } from '@slipway/release/plan';
import type { DestinationName } from '@slipway/release/registry';
import {
  assembleReport,
  defaultReportFile,
  partsFolder,
  type Part,
  type Report,
} from '@slipway/release/report';
import { runStarted } from './environment.ts';
import type { Subject } from './subject.ts';
import { releaseTag } from './tag.ts';

type Frame = Parameters<typeof assembleReport>[0];

/** Puts the parts of this run together and writes the report. Also works when manifests are broken. */
export async function writeReport(
  place: Pick<Workshop, 'root' | 'ports'> & { readonly subject: Subject },
  run: {
    command: string;
    destination: DestinationName;
    targets: readonly string[];
    file: string | undefined;
  },
): Promise<Report> {
  const { root, ports, subject } = place;
  const frame = await readFrame(subject, run);
  const parts: Part[] = [];
  for (const name of await ports.files.list(join(root, partsFolder))) {
    const text = await ports.files.readText(join(root, partsFolder, name));
    if (text !== null && name.endsWith('.json')) parts.push(JSON.parse(text) as Part);
  }
  const report = assembleReport(frame, parts, ports.environment.get(runStarted));
  const file = run.file ?? defaultReportFile;
  const path = isAbsolute(file) ? file : join(root, file);
  await ports.files.write(path, `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

async function readFrame(
  subject: Subject,
  run: { command: string; destination: DestinationName; targets: readonly string[] },
): Promise<Frame> {
  const { command, destination } = run;
  const empty = { packages: [], order: [], agreement: [], tags: [] };
  const nothing = { command, destination, repository: null, commit: null, tag: null, ...empty };
  try {
    const repository = await subject.repository();
    const commit = await subject.commit();
    const packages = describePackages(repository, run.targets);
    const { formats } = await subject.tags();
    const released = packages.filter(({ publish }) => publish === 'yes').map(({ name }) => name);
    return {
      ...nothing,
      tags: formats.map((format) => ({ packages: [...new Set(released)], ...format })),
      repository: commit.repository,
      commit: commit.id,
      tag: releaseTag(repository, commit.tags).present,
      packages,
      order: orderCrates(repository.crates).order,
      agreement: checkAgreement(repository, commit.tags).agreement,
    };
  } catch {
    // What made this impossible is a finding of the stage already; the report must still be written.
    return nothing;
  }
}
