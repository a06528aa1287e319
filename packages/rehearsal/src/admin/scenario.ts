import { readFile } from 'node:fs/promises';
import type { Faults } from '../faults/fault.ts';
import { overrideClaims, type Claims } from '../oidc/claims.ts';
import { Refusal } from '../message/message.ts';
import type { State } from '../state/state.ts';
import { addFaults } from './faults.ts';
import { addProject } from './projects.ts';
import { addPublisher } from './publishers.ts';
import { anObject, optional, readShape, type Kind } from './shape.ts';

/** What a rehearsal starts with; each part as the request of the same name takes it. */
export interface Scenario {
  readonly file: string;
  readonly claims?: Claims;
  readonly projects?: readonly unknown[];
  readonly publishers?: readonly unknown[];
  readonly faults?: readonly unknown[];
}

/** Of a kind that a person can mend: told in one line. */
export class ScenarioError extends Error {}

const aList: Kind = { words: 'a list', is: Array.isArray };

export async function readScenario(file: string): Promise<Scenario> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ScenarioError(`the scenario ${file} cannot be read: ${error.code ?? error.message}`);
  });
  return explained(file, () => ({
    ...readShape<Omit<Scenario, 'file'>>('scenario', parse(text), {
      claims: optional(anObject),
      projects: optional(aList),
      publishers: optional(aList),
      faults: optional(aList),
    }),
    file,
  }));
}

export async function applyScenario(
  scenario: Scenario,
  state: State,
  faults: Faults,
  now: number,
): Promise<void> {
  await explained(scenario.file, async () => {
    if (scenario.claims) overrideClaims(state, scenario.claims);
    for (const project of scenario.projects ?? []) await addProject(project, state, now);
    for (const publisher of scenario.publishers ?? []) addPublisher(publisher, state, now);
    addFaults(scenario.faults ?? [], faults);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, `it is not JSON: ${(error as Error).message}`);
  }
}

async function explained<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new ScenarioError(`the scenario ${file} is not right: ${error.message}`, {
      cause: error,
    });
  }
}
