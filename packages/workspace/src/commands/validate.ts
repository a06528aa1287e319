import { findPython } from '@slipway/release/build';
import { runTool } from '@slipway/release/command';
import { checkPlaces } from '@slipway/release/edit';
import { nothingToRelease, nowhere } from '@slipway/release/finding';
import {
  checkAgreement,
  checkTags,
  checkPackage,
  checkToolFiles,
  checkRepository,
  orderCrates,
} from '@slipway/release/plan';

import { checkSettings } from '../settings-check/index.ts';
import { runStage } from '../report/index.ts';
import type { StageOptions, Host, Place, Matter, Way, Notes } from '../stage/index.ts';

/** `PROJECT:validate` checks one package; `release:validate` checks that all of them agree. */
export function validate(options: StageOptions, host: Host) {
  return runStage('validate', options, host, (stage) =>
    options.manifest ? validatePackage(options.manifest, stage) : validateRelease(stage),
  );
}

async function validatePackage(manifest: string, stage: Matter & Notes): Promise<void> {
  const repository = await stage.subject.repository();
  const directory = manifest.includes('/') ? manifest.slice(0, manifest.lastIndexOf('/')) : '';
  const packages = [...repository.crates, ...repository.pythons];
  const manifests = packages
    .filter((one) => one.directory === directory)
    .map((one) => one.manifest);
  stage.found(repository.findings.filter(({ file }) => file !== null && manifests.includes(file)));
  for (const one of manifests) stage.found(checkPackage(repository, one));
}

async function validateRelease(stage: Place & Matter & Way & Notes): Promise<void> {
  const repository = await stage.subject.repository();
  const commit = await stage.subject.commit();
  const named = new Set(
    [...repository.crates, ...repository.pythons].map(({ manifest }) => manifest),
  );
  // What is wrong with one package is said by its own target.
  stage.found(repository.findings.filter(({ file }) => file === null || !named.has(file)));
  stage.found(orderCrates(repository.crates).findings);
  stage.found(checkAgreement(repository, stage.settings.independent).findings);
  const { others } = await stage.subject.tags();
  stage.found(checkTags(repository, commit.tags, others));
  const { texts, listing } = await stage.subject.texts();
  stage.found(checkToolFiles(repository, texts, listing));
  stage.found(checkPlaces(texts, repository, stage.settings.places ?? []));
  stage.found(await checkSettings(repository, stage));
  stage.found(checkRepository(repository).filter(({ severity }) => severity !== 'info'));
  const released = [...repository.pythons, ...repository.crates].filter(
    (one) => one.publishable,
  ).length;
  if (released === 0) stage.found([nothingToRelease.at(nowhere, {})]);
  await checkTools(repository.pythons.length > 0 && stage.artifacts === null, stage);
}

/** The tools that nobody installs for us: better missed now than in the middle. */
async function checkTools(python: boolean, { root, workshop }: Place): Promise<void> {
  await runTool('cargo', ['--version'], { cwd: root }, workshop.ports);
  if (python) await findPython(workshop);
}
