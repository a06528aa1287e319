import { diagnose, diagnoseManifests, trustContext, type Diagnosis } from '@slipway/doctor/checks';
import { nothingKnown } from '@slipway/doctor/evidence';
import { decodeLog, explain } from '@slipway/release/explanation';
import { readWorkflows } from '@slipway/doctor/workflow';
import { releaseTag } from '@slipway/release/plan';
import { toSarif } from '@slipway/release/report';
import {
  checkRow,
  checkTable,
  writeJson,
  type StageOptions,
  type Host,
  type Place,
  type Matter,
  type Screen,
} from '../stage/index.ts';
import { evidenceSubject, readEvidence } from '../setup/index.ts';
import { identityHere, publicPlaces } from '../destination/index.ts';
import { proveIdentity } from '../credential/index.ts';
import { isPublished } from '../subject/index.ts';
import { runStage } from '../report/index.ts';

export interface DoctorOptions extends StageOptions {
  readonly explain?: string;
  readonly offline?: boolean;
  readonly registries?: boolean;
  readonly live?: boolean;
  readonly tag?: string;
  readonly sarif?: string;
}

/** Predicts what a release will meet, or says what a log means. */
export function doctor(options: DoctorOptions, host: Host) {
  if (options.explain !== undefined) return explainLog(options.explain, host);
  return runStage('doctor', options, host, async (stage) => {
    const rows = await examine(options, stage);
    stage.checked(rows.map(checkRow));
    const findings = rows.flatMap((row) => row.findings);
    stage.found(findings, 'shown');
    stage.show(checkTable(rows, stage.paint));
    const { sarif } = options;
    if (sarif !== undefined) await writeJson(sarif, toSarif(findings, 'nx.json'), stage.workshop);
    if (options.live) await proveHere(stage);
  });
}

async function examine(
  options: DoctorOptions,
  stage: Place & Matter & Screen,
): Promise<Diagnosis[]> {
  const { texts, listing } = await stage.subject.texts();
  const repository = await stage.subject.repository();
  const commit = await stage.subject.commit();
  const { formats } = await stage.subject.tags();
  const tag = options.tag ?? releaseTag(repository, formats, commit.tags).expected;
  const subject = evidenceSubject(repository, commit.repository, tag);
  const isOffline =
    options.offline || stage.workshop.ports.environment.get('CARGO_NET_OFFLINE') === 'true';
  const evidence = isOffline
    ? nothingKnown('the network was not to be used', subject)
    : await readEvidence(subject, repository, options.registries ?? true, stage);
  const { workflows, findings } = readWorkflows(texts, listing);
  const read: Diagnosis = {
    place: 'workflows',
    title: 'GitHub takes the workflow files',
    verdict: findings.length > 0 ? 'wrong' : 'ok',
    findings,
    because: null,
  };
  return [
    ...diagnoseManifests(repository, stage.settings.independent),
    read,
    ...diagnose(trustContext(workflows, listing, evidence)),
  ];
}

/** @throws SlipwayError SLW301 outside a job with an identity. */
async function proveHere(stage: Place & Matter & Screen): Promise<void> {
  const identity = identityHere(stage, 'release:doctor --live');
  const { crates, pythons } = await stage.subject.repository();
  const { cratesIo, pypi } = await publicPlaces(stage.workshop);
  const routes = {
    cratesIo: crates.some(isPublished) ? cratesIo : null,
    pypi: pythons.some(isPublished) ? pypi : null,
  };
  stage.show(`\n${(await proveIdentity(identity, routes, stage.workshop.ports)).join('\n')}`);
}

async function explainLog(
  text: string,
  { show, paint, readInput }: Host,
): Promise<{ success: boolean }> {
  const log = text === '-' ? decodeLog(await readInput()) : text;
  const found = explain(log);
  for (const { code, title, text: said, cause, remedy } of found) {
    show(
      `\n${paint('bold', code)}  ${title}\n  log  ${said}\n  why  ${cause}\n  try  ${remedy}\n  page docs/findings/${code}.md`,
    );
  }
  if (found.length === 0) show('Nothing in this text is known.');
  return { success: found.length > 0 };
}
