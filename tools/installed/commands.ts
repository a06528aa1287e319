import type { Cell } from './cells.ts';
import type { Outcome, Stranger } from './stranger.ts';

/** What somebody runs, and whether it has to succeed. */
export interface Command {
  readonly name: string;
  /** `ok`: ends with 0. `told`: may end otherwise, with a finding. A code: has to end with this finding. */
  readonly expect: string;
  /** Only where the release is rehearsed whole. */
  readonly whole?: true;
  run(stranger: Stranger): Promise<Outcome>;
}

const nx = (line: string, expect = 'ok', more: Pick<Command, 'whole'> = {}): Command => ({
  name: line.replace(/^run release:/, ''),
  expect,
  ...more,
  run: (stranger) => stranger.nx(...line.split(' ')),
});

const whole = { whole: true } as const;

/** In this order: everything of README's table, and with it every executor and generator. */
export function commandsOf(cell: Cell): readonly Command[] {
  // Nx keeps no lock file there, and workflows would install what nobody has seen.
  const ci = cell.way === './nx' ? 'SLW664' : 'ok';
  return [
    { name: 'install', expect: 'ok', run: (stranger) => stranger.install() },
    nx('g @slipway/nx:init'),
    {
      name: 'commit',
      expect: 'ok',
      run: async (stranger) => {
        await stranger.shareTools();
        await stranger.commit('chore: releases');
        return { exitCode: 0, output: '' };
      },
    },
    nx('show projects --json'),
    nx('run release:plan --live=false'),
    nx('run release:validate'),
    nx('run release:matrix'),
    nx('run release:doctor --offline', 'told'),
    nx('run release:doctor', 'told'),
    nx('run release:setup --check', 'told'),
    nx('run release:status', 'told'),
    nx('run release:status:production', 'told'),
    nx('run release:verify', 'told'),
    nx('run release:retreat --tag=v0.1.0 --reason=broken', 'told'),
    nx('g @slipway/nx:ci', ci),
    nx('g @slipway/nx:ci --check', ci),
    {
      name: 'commit',
      expect: 'ok',
      run: async (stranger) => {
        await stranger.commit('feat(tidewater): more');
        return { exitCode: 0, output: '' };
      },
    },
    nx('release 0.2.0 --dry-run --yes'),
    nx('release publish --dry-run'),
    nx('run release:publish --dry-run', 'ok', whole),
    nx('run-many -t test', 'ok', whole),
    nx('run release:publish', 'ok', whole),
    nx('release publish', 'ok', whole),
    nx('run release:version --bump=minor'),
    nx('run release:changelog'),
    nx('run release:publish:production', 'told'),
    {
      name: 'slipway-rehearsal',
      expect: 'ok',
      run: (stranger) => stranger.bin('slipway-rehearsal', '--help'),
    },
  ];
}

export interface Result {
  readonly name: string;
  /** Why it is not as it has to be; null where it is. */
  readonly fault: string | null;
  readonly seconds: number;
  readonly output: string;
}

/** Words of a program that broke, whatever its exit code. */
const broken =
  /Cannot find (?:package|module)|\bERR_[A-Z_]+|\bSLW009\b|does not provide an export|is not a function|^\s+at .+:\d+:\d+\)?$|ExperimentalWarning/m;

/** Runs a cell's commands; after a failed installation there is nothing to run. */
export async function runCommands(
  cell: Cell,
  stranger: Stranger,
  told: (result: Result) => void = () => {},
): Promise<Result[]> {
  const results: Result[] = [];
  for (const command of commandsOf(cell)) {
    if (command.whole && !cell.whole) continue;
    const start = performance.now();
    const outcome = await command.run(stranger);
    const seconds = (performance.now() - start) / 1000;
    const fault = faultOf(command, outcome);
    const result = { name: command.name, fault, seconds, output: outcome.output };
    results.push(result);
    told(result);
    if (command.name === 'install' && fault) break;
  }
  return results;
}

/** Pure. */
export function faultOf({ expect }: Pick<Command, 'expect'>, outcome: Outcome): string | null {
  const found = broken.exec(outcome.output)?.[0];
  if (found !== undefined) return found.trim();
  const codes = outcome.output.match(/\bSLW\d{3}\b/g) ?? [];
  if (expect === 'ok') return outcome.exitCode === 0 ? null : `exit ${outcome.exitCode}`;
  if (outcome.exitCode === 0) return expect === 'told' ? null : `no ${expect}`;
  if (codes.length === 0) return `exit ${outcome.exitCode} without a finding`;
  return expect === 'told' || codes.includes(expect) ? null : `${codes[0]}, not ${expect}`;
}
