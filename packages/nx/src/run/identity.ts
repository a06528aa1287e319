import { noIdentity } from '@slipway/release/finding';
import {
  mintCratesIoToken,
  mintPypiToken,
  Secret,
  type IdentityEndpoint,
  type RegistryToken,
} from '@slipway/release/identity';
import { cratesIo, pypi } from '@slipway/release/registry';
import { isPublished } from './repository.ts';
import { show, type Stage } from './stage.ts';

/**
 * Asks for a real token of each registry to which something goes, and gives it back at once: what a release
 * would do first, and nothing else of it.
 * @throws SlipwayError SLW301 outside a job with an identity, SLW302 and SLW303 where one is refused.
 */
export async function proveIdentity(stage: Stage): Promise<void> {
  const { ports } = stage.workshop;
  const identity = identityHere(stage);
  const { crates, pythons } = await stage.subject.repository();
  const roads: [string, boolean, () => Promise<RegistryToken>][] = [
    ['crates.io', crates.some(isPublished), () => mintCratesIoToken(identity, cratesIo, ports)],
    ['PyPI', pythons.some(isPublished), () => mintPypiToken(identity, pypi, ports)],
  ];
  for (const [name, isUsed, mint] of roads.filter(([, used]) => used)) {
    void isUsed;
    const token = await mint();
    await token.revoke();
    show(`${name} gave a token for this workflow, and has it back.`);
  }
}

function identityHere({ workshop }: Stage): IdentityEndpoint {
  const { environment } = workshop.ports;
  const requestUrl = environment.get('ACTIONS_ID_TOKEN_REQUEST_URL');
  const requestToken = environment.get('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
  if (!requestUrl || !requestToken)
    throw noIdentity.error({ destination: 'release:doctor --live' });
  return { requestUrl, requestToken: new Secret(requestToken) };
}
