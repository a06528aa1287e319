import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gist, type Workshop } from '@slipway/release/command';
import { affectedUnknown } from '@slipway/release/finding';

/** From where to where; what Nx takes when left out: NX_BASE, NX_HEAD, `defaultBase`, the working tree. */
export interface Range {
  readonly base?: string;
  readonly head?: string;
}

/**
 * The projects that changes affect, as `nx affected` has them: Nx itself is asked.
 * @throws SlipwayError SLW011 when it cannot tell.
 */
export async function affectedProjects(
  { base, head }: Range,
  { root, ports }: Pick<Workshop, 'root' | 'ports'>,
): Promise<ReadonlySet<string>> {
  const nx = createRequire(join(root, 'package.json')).resolve('nx/bin/nx.js');
  const range = [...(base ? [`--base=${base}`] : []), ...(head ? [`--head=${head}`] : [])];
  const args = [nx, 'show', 'projects', '--affected', '--json', ...range];
  const answer = await ports.processes.run(process.execPath, args, { cwd: root });
  try {
    if (answer?.exitCode === 0) return new Set(JSON.parse(answer.stdout) as string[]);
  } catch {
    // What is no JSON says why.
  }
  throw affectedUnknown.error({ detail: gist(answer?.all ?? 'Nx did not start') });
}
