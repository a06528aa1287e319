import { thirdPartyUnreachable, toolMissing, type SlipwayError } from '../finding/index.ts';
import type { CommandOptions, CommandResult, Ports } from '../ports.ts';

/** What a build step needs of its surroundings. */
export interface Workshop {
  /** The repository, absolute. */
  readonly root: string;
  readonly ports: Ports;
  /** Told each line that a person may like to see while waiting. */
  readonly progress: (line: string) => void;
  /** Patterns of files that git does not know and that are packed all the same: somebody wrote so. */
  readonly packUntracked?: readonly string[];
}

/** How to get each tool that Slipway does not install itself. */
const sources: Readonly<Record<string, { neededFor: string; install: string }>> = {
  cargo: {
    neededFor: 'building and publishing crates',
    install: 'Install Rust with rustup, and open a new shell so that cargo is in PATH.',
  },
  git: {
    neededFor: 'knowing what belongs to the repository',
    install: 'Install git and make sure that it is in PATH.',
  },
  python3: {
    neededFor: 'building and testing wheels',
    install: 'Install Python 3.9 or newer and make sure that python3 is in PATH.',
  },
};

/**
 * Runs one of the tools that must be on the machine.
 * @throws SlipwayError SLW001 when it is not there.
 */
export async function runTool(
  tool: string,
  args: readonly string[],
  options: CommandOptions,
  ports: Pick<Ports, 'processes'>,
): Promise<CommandResult> {
  const result = await ports.processes.run(tool, args, options);
  if (result === null) throw missing(tool);
  return result;
}

export function missing(tool: string): SlipwayError {
  const source = sources[tool] ?? { neededFor: 'this step', install: `Install ${tool}.` };
  return toolMissing.error({ tool, ...source });
}

/**
 * Runs a command that builds or tests something.
 * @throws SlipwayError SLW001, SLW004 when the network is the cause, else what `failed` makes of it.
 */
export async function runStep(
  workshop: Workshop,
  command: readonly [string, ...string[]],
  options: Omit<CommandOptions, 'onLine'>,
  failed: (detail: string) => SlipwayError,
): Promise<CommandResult> {
  const [tool, ...args] = command;
  workshop.progress(`$ ${shown(command, workshop.root)}`);
  const result = await runTool(
    tool,
    args,
    { ...options, onLine: workshop.progress },
    workshop.ports,
  );
  if (result.exitCode === 0) return result;
  const offline = offlineDetail(result.all);
  if (offline)
    throw thirdPartyUnreachable.error({ what: 'a third-party package', detail: offline });
  throw failed(gist(result.all));
}

/** A command line that a user wrote, as the system's shell is asked to run it. */
export function inShell(
  script: string,
  { environment }: Pick<Ports, 'environment'>,
): readonly [string, ...string[]] {
  return environment.platform === 'win32'
    ? ['cmd', '/d', '/s', '/c', script]
    : ['sh', '-c', script];
}

/** Folders of programs, the first before the others, as PATH has them on this system. */
export function searchPath(
  folders: readonly string[],
  { environment }: Pick<Ports, 'environment'>,
): string {
  return folders.join(environment.platform === 'win32' ? ';' : ':');
}

/** A command as a person would type it: programs by their bare names, paths from the repository. */
export function shown(command: readonly string[], root: string): string {
  return command
    .map((word, index) => (index === 0 ? (word.split(/[\\/]/).at(-1) ?? word) : word))
    .map((word) => word.replaceAll(`${root}/`, ''))
    .join(' ');
}

const offlineTexts =
  /(Could not resolve host|Couldn't resolve host|Temporary failure in name resolution|Name or service not known|Connection refused|Could not connect|Failed to connect|Network is unreachable|network failure seems to have happened|spurious network error|upstream .* cannot be reached|Could not fetch URL|error sending request|dns error|Failed to fetch)[^\n]*/;

function offlineDetail(output: string): string | null {
  return offlineTexts.exec(output)?.[0].trim() ?? null;
}

/** The lines of a tool's output that name its failure: enough to act on, never the whole log. */
export function gist(output: string): string {
  const lines = output.split('\n').map((line) => line.trimEnd());
  const telling = lines.filter((line) =>
    /^(error|E  |FAILED|failures:|test .* FAILED|Caused by)/.test(line),
  );
  const chosen = telling.length > 0 ? telling.slice(0, 6) : lines.filter(Boolean).slice(-6);
  return chosen
    .map((line) => line.trim())
    .join('; ')
    .slice(0, 600);
}
