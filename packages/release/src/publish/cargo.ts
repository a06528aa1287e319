import { fromSource, type SourceCopy } from '../build/index.ts';
import { runTool, type Workshop } from '../command/index.ts';
import type { Finding } from '../finding/index.ts';
import type { Crate } from '../manifest/index.ts';
import type { Artifact } from '../plan/index.ts';
import { crateRefused, type CratesIoEndpoint, type Destination } from '../registry/index.ts';
import { cargoPlace } from './cargo-place.ts';
import { serveCargoTokens } from './cargo-token.ts';

/** A destination to which crates go. */
export type CrateDestination = Destination & { readonly cratesIo: CratesIoEndpoint };

/**
 * Has cargo upload one packaged crate, with a token that it gets for these bytes alone. `sending` is called when it has
 * it, `found` with what is to be told of the token; it ends when cargo has seen the crate in the index.
 * @throws SlipwayError SLW205, SLW302, SLW304, SLW306, SLW307, SLW403, with the cause `Passing` where another try may end better.
 */
export async function runCargo(
  crate: Crate,
  artifact: Artifact,
  destination: CrateDestination,
  source: SourceCopy | null,
  workshop: Workshop,
  told: { sending(): void; found(findings: readonly Finding[]): void },
): Promise<void> {
  const { root, ports, progress } = workshop;
  const { cratesIo, identity } = destination;
  const place = await cargoPlace(crate.directory, workshop);
  const tokens = await serveCargoTokens(artifact, cratesIo, identity, ports, told.sending);
  try {
    // Verified already, as a package: no build script runs while a token is near. And whatever cargo's default registry
    // is (CARGO_REGISTRY_DEFAULT, `registry.default`), or what stands for crates.io when it is read (`[source]`).
    const args = [
      ...['publish', '-p', crate.name, '--registry', 'crates-io', '--no-verify'],
      ...(source ? fromSource(crate, source) : ['--manifest-path', `${root}/${crate.manifest}`]),
      ...place.arguments,
      ...tokens.arguments,
    ];
    progress(`$ cargo publish -p ${crate.name} --no-verify`);
    const env = { ...place.env, ...cratesIo.cargoEnvironment };
    const options = { cwd: place.cwd, env, without: place.without, onLine: progress };
    const result = await runTool('cargo', args, options, ports);
    if (result.exitCode === 0) return;
    if (tokens.refusal()) throw tokens.refusal();
    throw crateRefused(artifact.file, result.all, { file: crate.manifest, line: null });
  } finally {
    told.found(await tokens.close());
  }
}
