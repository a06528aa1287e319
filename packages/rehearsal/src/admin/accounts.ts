import { usualAccount } from '../state/account.ts';
import type { Account, RegistryName, SiteMode } from '../state/rows.ts';
import { siteOf, type State } from '../state/state.ts';
import {
  aCount,
  aFlag,
  anObject,
  aNumber,
  aText,
  anInstantOrNull,
  objectOrNull,
  oneOf,
  optional,
  readShape,
  texts,
  type Shape,
} from './shape.ts';

const registry = oneOf('crates-io', 'pypi', 'testpypi');

interface GivenAccount {
  readonly registry: RegistryName;
  readonly verifiedEmail?: boolean;
  readonly twoFactor?: boolean;
  readonly locked?: object | null;
  readonly bursts?: object;
  readonly versionsDaily?: number;
}

/** `POST accounts`: how the owner's account at a registry is. What is not said stays. */
export function changeAccount(value: unknown, state: State): void {
  const { registry: name, ...change } = readShape<GivenAccount>('account', value, {
    registry,
    verifiedEmail: optional(aFlag),
    twoFactor: optional(aFlag),
    locked: optional(objectOrNull),
    bursts: optional(anObject),
    versionsDaily: optional(aCount),
  });
  const known = state.accounts.get(name) ?? usualAccount;
  const locked = change.locked === undefined ? known.locked : readLock(change.locked);
  const bursts = { ...known.bursts, ...readBursts(change.bursts ?? {}) };
  state.accounts.set(name, { ...known, ...change, locked, bursts });
}

function readLock(value: object | null): Account['locked'] {
  if (value === null) return null;
  const shape: Shape = { reason: aText, until: optional(anInstantOrNull) };
  const lock = readShape<{ reason: string; until?: string | null }>(
    'account, locked',
    value,
    shape,
  );
  return { reason: lock.reason, until: lock.until ? Date.parse(lock.until) : null };
}

function readBursts(value: object): Account['bursts'] {
  return readShape('account, bursts', value, {
    'publish-new': optional(aNumber),
    'publish-update': optional(aNumber),
    yank: optional(aNumber),
    'new-project': optional(aNumber),
  });
}

/** `POST sites`: what a registry as a whole does not do from now on. What is not said stays. */
export function changeSite(value: unknown, state: State): void {
  const { registry: name, ...change } = readShape<{
    registry: RegistryName;
    mode?: SiteMode;
    blockedAgents?: readonly string[];
  }>('site', value, {
    registry,
    mode: optional(
      oneOf(
        'open',
        'read-only',
        'no-uploads',
        'no-new-projects',
        'no-trusted-publishing',
        'no-burn-token',
      ),
    ),
    blockedAgents: optional(texts),
  });
  state.sites.set(name, { ...siteOf(name, state), ...change });
}
