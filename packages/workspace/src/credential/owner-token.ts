import { Secret } from '@slipway/release/identity';
import { readable } from '@slipway/release/request';
import type { Ports } from '@slipway/release';

/** The variables in which an owner's token is looked for: the names that the registries' own clients read. */
export const ownerVariables = {
  'crates.io': ['CARGO_REGISTRY_TOKEN'],
  PyPI: ['TWINE_PASSWORD', 'UV_PUBLISH_TOKEN', 'MATURIN_PYPI_TOKEN'],
} as const;

export type TokenRegistry = keyof typeof ownerVariables;

/**
 * An owner's token that the environment holds; null where it holds none.
 * @throws SlipwayError SLW435 for what no header takes.
 */
export function tokenHere(
  registry: TokenRegistry,
  { environment }: Pick<Ports, 'environment'>,
): Secret | null {
  for (const name of ownerVariables[registry]) {
    const value = environment.get(name)?.trim();
    if (value) return sound(new Secret(value), name);
  }
  return null;
}

/** @throws SlipwayError SLW435. */
export function sound(token: Secret, source: string): Secret {
  readable(token, source);
  return token;
}
