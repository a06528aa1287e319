import { identityRefused } from '@slipway/release/finding';
import {
  describeClaims,
  mintCratesIoToken,
  mintPypiToken,
  readClaims,
  requestIdToken,
  type Identity,
  type RegistryToken,
} from '@slipway/release/identity';
import type { Ports } from '@slipway/release';
import type { CratesIoEndpoint, PypiEndpoint } from '@slipway/release/registry';

/** Where a release would ask for tokens; null where nothing goes. */
export interface TokenRoads {
  readonly cratesIo: CratesIoEndpoint | null;
  readonly pypi: PypiEndpoint | null;
}

/** For nobody: such a token shows the claims of a job, and no registry takes it. */
const nobody = 'slipway-doctor';

/**
 * Does what a release would do first, and nothing else of it: asks for a real token of each registry, and gives
 * it back at once. Returns lines for people: the claims, and who gave a token; never a token.
 * @throws SlipwayError SLW302 and SLW303 where one is refused, SLW401.
 */
export async function proveIdentity(
  identity: Identity,
  { cratesIo, pypi }: TokenRoads,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<string[]> {
  const jwt = await requestIdToken(identity, nobody, ports);
  const claims = await readClaims(jwt.reveal());
  if (!claims) throw identityRefused.error({ status: 200, audience: nobody, detail: 'no JWT' });
  const mints: [string, () => Promise<RegistryToken>][] = [
    ...(cratesIo
      ? [['crates.io', () => mintCratesIoToken(identity, cratesIo, ports)] as const]
      : []),
    ...(pypi ? [[pypi.title, () => mintPypiToken(identity, pypi, ports)] as const] : []),
  ].map(([name, mint]) => [name, mint]);
  const given: string[] = [];
  for (const [name, mint] of mints) {
    const failure = await (await mint()).revoke();
    given.push(`${name} gave a token for this workflow${failure ? '.' : ', and has it back.'}`);
    if (failure) given.push(`${failure.code}: ${failure.message}`);
  }
  return [`GitHub says of this job: ${describeClaims(claims)}`, ...given];
}
