import { nothingToRetreat, nowhere, retreatTokenMissing } from '@slipway/release/finding';
import type { Secret } from '@slipway/release/identity';
import { isByRequest, planRetreat, type Decision, type RetreatStep } from '@slipway/release/plan';
import { observeReleased, retreat as withdraw, type RetreatPlaces } from '@slipway/release/publish';
import type { Style } from '@slipway/release/report';
import {
  type Stage,
  type StageOptions,
  type Host,
  type Notes,
  type Place,
  type Screen,
  type Matter,
  type Way,
} from '../stage/index.ts';
import { lookPlaces } from '../standing/index.ts';
import { sound, tokenHere } from '../credential/index.ts';
import { newestTag, releasedAs, versionsOf } from '../released/index.ts';
import { runStage } from '../report/index.ts';

export interface RetreatOptions extends StageOptions {
  readonly tag?: string;
  readonly reason?: string;
  readonly undo?: boolean;
  readonly yes?: boolean;
}

/** Shows what withdraws a release, or brings it back, and does it when told. */
export function retreat(given: RetreatOptions, host: Host) {
  const options = { ...given, destination: given.destination ?? 'production' };
  const { undo = false } = options;
  return runStage('retreat', options, host, async (stage) => {
    const tag = options.tag ?? (await newestTag(stage));
    const released = versionsOf(await releasedAs(tag, stage));
    const places = await placesOf(stage);
    const parts = await observeReleased(released, places, stage.workshop);
    const steps = planRetreat(parts, undo);
    steps.forEach(({ action }) => stage.action(action));
    showSteps(released.tag, steps, undo, stage);
    if (parts.every(({ standing }) => standing === 'absent' || standing === 'unknown')) {
      const packages = parts.map(({ file }) => file);
      stage.found([nothingToRetreat.at(nowhere, { tag: released.tag, packages })]);
      return;
    }
    const open = steps.filter(isByRequest);
    if (open.length === 0) return stage.show('Nothing is left to do here.');
    if (!(options.yes || (await stage.isAgreed(open.length)))) return;
    const token = await tokenFor(open, stage);
    const wish = { reason: options.reason?.trim() || null, token };
    await withdraw(steps, wish, places, stage.workshop, {
      maxWait: stage.maxWait,
      keepGoing: false,
      receipt: (receipt) => {
        stage.receipt(receipt);
        stage.show(`${stage.paint('green', '✔')} ${receipt.result} ${receipt.file}`);
      },
    });
    tellUnseen(steps, undo, stage);
  });
}

/** A release is marked with a token alone. */
async function placesOf(stage: Place & Matter & Way): Promise<RetreatPlaces> {
  const { github, ...places } = await lookPlaces(stage);
  return { ...places, github: github?.token ? github : null };
}

/** Typed in where the environment has none; null where no crate is to be changed, or nothing was typed. */
async function tokenFor(
  open: readonly RetreatStep[],
  { workshop, askSecret }: Place & Screen,
): Promise<Secret | null> {
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

function showSteps(
  tag: string,
  steps: readonly RetreatStep[],
  undo: boolean,
  { show, paint }: Pick<Stage, 'show' | 'paint'>,
): void {
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
function tellUnseen(steps: readonly RetreatStep[], undo: boolean, stage: Notes): void {
  if (!steps.some(({ action }) => action.decision === 'blocked')) return;
  const what = undo ? 'mark its release as good again' : 'mark its release as withdrawn';
  const context = { registry: 'GitHub', what, variable: 'GH_TOKEN', needs: 'Contents: write' };
  stage.found([retreatTokenMissing.at(nowhere, context)]);
}
