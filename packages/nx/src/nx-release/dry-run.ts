import type { ExecutorContext } from '@nx/devkit';
import { editVersions } from '@slipway/release/edit';
import { readRepository, type Repository } from '@slipway/release/manifest';
import { nodePorts } from '@slipway/release/node';
import {
  intendedActions,
  namesToAsk,
  releasedVersions,
  type Action,
  type Live,
} from '@slipway/release/plan';
import { lentBeginning, lentEnd } from '@slipway/release/report';
import { observeLive } from '@slipway/release/registry';
import type { ReleasePublishOptions } from './options.ts';
import { readSelection, subjectOf, type Subject } from '@slipway/workspace/subject';
import { checkLent, lentTo, publicPlaces } from '@slipway/workspace/destination';
import { settingsOf } from '@slipway/workspace/settings';
import { terminal } from '@slipway/workspace/terminal';
import { refuse } from '../refusal.ts';
import { groupIn, packagesIn } from './workspace.ts';

const { paint, show } = terminal;

/** Milliseconds after which the answer goes without the registries. */
const patience = 4000;

/**
 * Tells what would go where, and does nothing: no build, no server, no file. Public registries are
 * asked, where they are the destination, what they have already.
 */
export async function tellPublishing(
  options: ReleasePublishOptions,
  context: ExecutorContext,
): Promise<boolean> {
  const ports = nodePorts();
  const { destination = 'rehearsal' } = options;
  const lent = lentTo('publish', destination, { ports });
  refuse(checkLent(lent, { ports }));
  if (lent !== null) show(lentBeginning(lent, paint));
  const settings = settingsOf(context.nxJsonConfiguration);
  const subject = subjectOf({ root: context.root, ports }, settings);
  const repository = await upcoming(subject, options, context, settings);
  const own = ownPart(repository, rootOf(context.projectName ?? '', context));
  refuse(repository.findings);
  const { formats } = await subject.tags();
  const released = releasedVersions(repository, formats, (await subject.commit()).id);
  const live: Live =
    destination === 'production'
      ? await observeLive(
          namesToAsk(own),
          await publicPlaces({ root: context.root, ports }),
          ports,
          patience,
        )
      : new Map();
  const selection = await readSelection(repository, released, { root: context.root, ports });
  const actions = intendedActions(own, selection, live);
  const where = lent === null ? '' : `, as ${lent} rehearses them`;
  show(paint('bold', `Would go to ${places[destination]}${where}:`));
  for (const action of actions) show(`  ${rowOf(action, options)}`);
  show(paint('dim', 'A dry run: nothing was built, and nothing published.'));
  if (lent !== null) show(lentEnd(lent, paint));
  return true;
}

const places = {
  rehearsal: 'the registries of a rehearsal on this machine',
  testpypi: 'TestPyPI',
  production: 'crates.io and PyPI',
};

/** The repository as `nx release` has decided that it will be; a dry run of it wrote no version. */
async function upcoming(
  subject: Subject,
  { nxReleaseVersionData = {} }: ReleasePublishOptions,
  context: ExecutorContext,
  settings: ReturnType<typeof settingsOf>,
): Promise<Repository> {
  const { texts, listing } = await subject.texts();
  const repository = await subject.repository();
  const wanted = new Map<string, string>();
  for (const [name, { newVersion }] of Object.entries(nxReleaseVersionData)) {
    const group = newVersion === null ? null : groupIn(repository, rootOf(name, context));
    for (const { manifest } of group?.packages ?? []) wanted.set(manifest, newVersion!);
  }
  if (wanted.size === 0) return repository;
  const { files, findings } = editVersions(texts, repository, wanted, settings.places);
  refuse(findings);
  return readRepository(new Map([...texts, ...files]), listing, settings);
}

function rootOf(project: string, { projectsConfigurations }: ExecutorContext): string {
  return projectsConfigurations.projects[project]?.root ?? project;
}

function ownPart(repository: Repository, root: string): Repository {
  const own = new Set(packagesIn(repository, root).map(({ manifest }) => manifest));
  return {
    ...repository,
    crates: repository.crates.filter(({ manifest }) => own.has(manifest)),
    pythons: repository.pythons.filter(({ manifest }) => own.has(manifest)),
  };
}

function rowOf(action: Action, { targets = [], destination }: ReleasePublishOptions): string {
  const { registry, file, decision, why } = action;
  const skipped = destination === 'testpypi' && registry === 'crates.io';
  if (skipped) return `${'skip'.padEnd(13)} ${file}  (TestPyPI has no registry for crates)`;
  const wheels = registry === 'PyPI' ? ` and its wheels for ${targets.join(', ')}` : '';
  return `${decision.padEnd(13)} ${registry.padEnd(10)} ${file}${wheels}  (${why})`;
}
