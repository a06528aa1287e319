import { fromSource, type SourceCopy } from '../build/index.ts';
import { runTool, type Workshop } from '../command/index.ts';
import { uploadRefused } from '../finding/index.ts';
import type { Crate } from '../manifest/index.ts';
import type { Artifact } from '../plan/index.ts';
import { readRefusal, type CratesIoEndpoint, type Destination } from '../registry/index.ts';
import { serveCargoTokens } from './cargo-token.ts';

/** A destination to which crates go. */
export type CrateDestination = Destination & { readonly cratesIo: CratesIoEndpoint };

/**
 * Has cargo upload one packaged crate, with a token that it gets for these bytes alone. `sending` is called when it has
 * it; it ends when cargo has seen the crate in the index.
 * @throws SlipwayError SLW205, SLW302, SLW403, with the cause `Passing` where another try may end better.
 */
export async function runCargo(
  crate: Crate,
  artifact: Artifact,
  destination: CrateDestination,
  source: SourceCopy | null,
  workshop: Workshop,
  sending: () => void,
): Promise<void> {
  const { root, ports, progress } = workshop;
  const { cratesIo, identity } = destination;
  const tokens = await serveCargoTokens(artifact, cratesIo, identity, ports, sending);
  try {
    // Verified already, as a package: no build script runs while a token is near.
    const from = fromSource(crate, source);
    const args = ['publish', '-p', crate.name, '--no-verify', ...from, ...tokens.arguments];
    const cwd = crate.directory === '' ? root : `${root}/${crate.directory}`;
    progress(`$ cargo publish -p ${crate.name} --no-verify`);
    const options = { cwd, env: cratesIo.cargoEnvironment, onLine: progress };
    const result = await runTool('cargo', args, options, ports);
    if (result.exitCode === 0) return;
    if (tokens.refusal()) throw tokens.refusal();
    const { detail, remedy, trouble } = readRefusal(result.all);
    const context = { registry: 'crates.io', file: artifact.file, detail };
    throw uploadRefused.error(remedy ? { ...context, remedy } : context, {
      at: { file: crate.manifest, line: null },
      cause: trouble,
    });
  } finally {
    await tokens.close();
  }
}
