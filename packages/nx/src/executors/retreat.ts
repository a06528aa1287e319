import type { ExecutorContext } from '@nx/devkit';
import {
  nothingToRetreat,
  noSuchTag,
  nowhere,
  retreatTokenMissing,
} from '@slipway/release/finding';
import { Secret } from '@slipway/release/identity';
import {
  isByRequest,
  orderCrates,
  packageKey,
  planRetreat,
  releaseTag,
  type Decision,
  type RetreatStep,
} from '@slipway/release/plan';
import {
  observeReleased,
  retreat as withdraw,
  type ReleasedVersions,
  type RetreatPlaces,
} from '@slipway/release/publish';
import type { Style } from '@slipway/release/report';
import { askSecret, isAgreed } from '../run/ask.ts';
import { atTag } from '../run/checkout.ts';
import { sound, tokenHere } from '../run/owner-token.ts';
import { publicPlaces } from '../run/public.ts';
import { pythonVersionOf } from '../run/python-version.ts';
import { isPublished } from '../run/repository.ts';
import { paint, runStage, show, type Stage, type StageOptions } from '../run/stage.ts';
import type { Subject } from '../run/subject.ts';

interface RetreatOptions extends StageOptions {
  readonly tag?: string;
  readonly reason?: string;
  readonly undo?: boolean;
  readonly yes?: boolean;
}

/** Shows what withdraws a release, or brings it back, and does it when told. */
export default function retreat(given: RetreatOptions, context: ExecutorContext) {
  const options = { ...given, destination: given.destination ?? 'production' };
  const { undo = false } = options;
  return runStage('retreat', options, context, async (stage) => {
    const released = await releasedAs(options.tag ?? (await newestTag(stage)), stage);
    const places = await placesOf(stage);
    const parts = await observeReleased(released, places, stage.workshop);
    const steps = planRetreat(parts, undo);
    steps.forEach(({ action }) => stage.action(action));
    showSteps(released.tag, steps, undo);
    if (parts.every(({ standing }) => standing === 'absent' || standing === 'unknown')) {
      const packages = parts.map(({ file }) => file);
      stage.found([nothingToRetreat.at(nowhere, { tag: released.tag, packages })]);
      return;
    }
    const open = steps.filter(isByRequest);
    if (open.length === 0) return show('Nothing is left to do here.');
    if (!(options.yes || (await isAgreed(open.length)))) return;
    const token = await tokenFor(open, stage);
    const wish = { reason: options.reason?.trim() || null, token };
    await withdraw(steps, wish, places, stage.workshop, {
      maxWait: stage.maxWait,
      keepGoing: false,
      receipt: (receipt) => {
        stage.receipt(receipt);
        show(`${paint('green', '✔')} ${receipt.result} ${receipt.file}`);
      },
    });
    tellUnseen(steps, undo, stage);
  });
}

/** The tag at HEAD, or else the newest one on the way to it. @throws SlipwayError SLW434. */
async function newestTag({ subject }: Stage): Promise<string> {
  const [{ repository }, { formats }, { tags }] = await Promise.all([
    subject.cut(),
    subject.tags(),
    subject.commit(),
  ]);
  const { present, earlier } = releaseTag(repository, formats, tags);
  const tag = present ?? earlier.find(({ reachable }) => reachable)?.name;
  if (tag === undefined) throw noSuchTag.error({ tag: null });
  return tag;
}

/** What a tag gave away: the packages of its commit that no other tag had given away before. */
function releasedAs(tag: string, stage: Stage): Promise<ReleasedVersions> {
  return atTag(tag, stage, async (subject: Subject) => {
    const { repository, bumpFirst } = await subject.cut();
    const others = new Set(bumpFirst.flatMap(({ packages }) => packages));
    const isReleased = (one: (typeof repository)['crates' | 'pythons'][number]): boolean =>
      isPublished(one) && !others.has(packageKey(one));
    const { order } = orderCrates(repository.crates);
    const crates = repository.crates
      .filter(isReleased)
      .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
      .map(({ name, version }) => ({ name, version: version.value }));
    const pythons = repository.pythons
      .filter(isReleased)
      .map((python) => ({ name: python.name, version: pythonVersionOf(python) }));
    return { tag, crates, pythons };
  });
}

async function placesOf({ destination, subject, workshop }: Stage): Promise<RetreatPlaces> {
  const { environment } = workshop.ports;
  const commit = await subject.commit();
  const repository = environment.get('GITHUB_REPOSITORY') || commit.repository;
  const { cratesIo, pypi, testpypi, github } = await publicPlaces(workshop);
  if (destination === 'testpypi')
    return { cratesIo: null, pypi: testpypi, github: null, repository };
  const token = environment.get('GITHUB_TOKEN') || environment.get('GH_TOKEN');
  return {
    cratesIo,
    pypi,
    github: token ? { ...github, token: new Secret(token) } : null,
    repository,
  };
}

/** Typed in where the environment has none; null where no crate is to be changed, or nothing was typed. */
async function tokenFor(open: readonly RetreatStep[], { workshop }: Stage): Promise<Secret | null> {
  if (!open.some(({ part }) => part.registry === 'crates.io')) return null;
  const here = tokenHere('crates.io', workshop.ports);
  const token = here ?? (await askSecret('Token of crates.io, with the scope yank: '));
  return token && sound(token, 'what was typed in');
}

const marks = new Map<Decision, readonly [string, Style]>([
  ['withdraw', ['-', 'cyan']],
  ['restore', ['+', 'cyan']],
  ['by-hand', ['☐', 'yellow']],
  ['blocked', ['!', 'yellow']],
]);

function showSteps(tag: string, steps: readonly RetreatStep[], undo: boolean): void {
  const lines = steps.flatMap(({ part, action: { decision, file, registry, why } }) => {
    const [mark, style] = marks.get(decision) ?? (['·', 'dim'] as const);
    const line = `  ${paint(style, mark)} ${registry.padEnd(15)} ${file}  `;
    if (decision !== 'by-hand') return [`${line}(${why})`];
    return [`${line}(by hand: ${registry} has no API for it)`, `      ${part.note}`];
  });
  const title = undo ? `To bring ${tag} back:` : `To withdraw ${tag}:`;
  show(['', paint('bold', title), ...lines, ''].join('\n'));
}

/** The rest is done; what could not even be looked at is left. */
function tellUnseen(steps: readonly RetreatStep[], undo: boolean, stage: Stage): void {
  if (!steps.some(({ action }) => action.decision === 'blocked')) return;
  const what = undo ? 'mark its release as good again' : 'mark its release as withdrawn';
  const context = { registry: 'GitHub', what, variable: 'GH_TOKEN', needs: 'Contents: write' };
  stage.found([retreatTokenMissing.at(nowhere, context)]);
}
