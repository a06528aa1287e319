import {
  emergencyInCi,
  emergencyRelease,
  emergencyToken,
  nowhere,
  type Finding,
} from '@slipway/release/finding';
import type { Ports } from '@slipway/release';
import type { Destination } from '@slipway/release/registry';
import { ownerVariables, tokenHere, type TokenRegistry } from './owner-token.ts';
import { isPublished } from '../subject/index.ts';
import type { Matter, Way, Place } from '../stage/index.ts';

/**
 * What is in the way of an emergency release. Tokens come from the environment alone: of a graph of tasks none has the
 * terminal to itself, and what is typed could be shown by another.
 * @throws SlipwayError SLW435 for what the environment holds and is no token.
 */
export async function checkEmergency(
  inCi: boolean,
  stage: Place & Matter & Way,
): Promise<readonly Finding[]> {
  const { ports } = stage.workshop;
  const needed = await registriesOf(stage);
  const missing = needed.filter((registry) => tokenHere(registry, ports) === null);
  return [
    ...(isCi(ports) && !inCi ? [emergencyInCi.at(nowhere, {})] : []),
    ...missing.map((registry) =>
      emergencyToken.at(nowhere, { registry, variables: ownerVariables[registry] }),
    ),
  ];
}

/** What such a release lacks; to be told before, and in the report. */
export async function lossesOf({ github }: Destination, stage: Matter & Way): Promise<Finding> {
  const registries = await registriesOf(stage);
  return emergencyRelease.at(nowhere, { registries, github: github !== null });
}

async function registriesOf({ destination, subject }: Matter & Way): Promise<TokenRegistry[]> {
  const { crates, pythons } = (await subject.selection()).repository;
  const hasCrates = destination === 'production' && crates.some(isPublished);
  return [
    ...(hasCrates ? (['crates.io'] as const) : []),
    ...(pythons.some(isPublished) ? (['PyPI'] as const) : []),
  ];
}

function isCi({ environment }: Pick<Ports, 'environment'>): boolean {
  return ['CI', 'GITHUB_ACTIONS'].some((name) => {
    const value = environment.get(name);
    return Boolean(value) && value !== 'false' && value !== '0';
  });
}
