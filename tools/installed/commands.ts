/** How a command has to end in a repository that has released nothing yet, and has no network to public registries' owners. */
export interface Command {
  readonly name: string;
  /** After `nx`; for the program of the rehearsal, what stands after its name. */
  readonly args: readonly string[];
  readonly program?: 'nx' | 'slipway-rehearsal';
  /** `well`, or with a finding of one of these codes. */
  readonly ends: 'well' | readonly string[];
  /** What its output has to hold. */
  readonly says?: RegExp;
}

const nx = (
  name: string,
  args: string,
  ends: Command['ends'] = 'well',
  says?: RegExp,
): Command => ({ name, args: args.split(' '), ends, ...(says ? { says } : {}) });

/** In their order: what is set up, what only looks, the release, and what comes after it. */
export function commandsOf(hasLockFile: boolean): Command[] {
  const noLock = hasLockFile ? 'well' : (['SLW664'] as const);
  return [
    nx('init', 'g @slipway/nx:init', 'well', /to release/),
    nx('plan', 'run release:plan --live=false', 'well', /estuary-flow/),
    nx('validate', 'run release:validate'),
    nx('doctor', 'run release:doctor --offline'),
    nx('setup', 'run release:setup --check', ['SLW642', 'SLW643', 'SLW401', 'SLW644', 'SLW645']),
    nx('matrix', 'run release:matrix --job wheels --all', 'well', /\{"include":\[\{/),
    nx('version', 'run release:version --bump=minor --dry-run', 'well', /0\.4\.0/),
    nx('changelog', 'run release:changelog --dry-run'),
    nx('nx release version', 'release version 0.4.0 --dry-run', 'well', /0\.4\.0/),
    nx('nx release publish', 'release publish --dry-run', 'well', /Would go to/),
    nx('ci', 'g @slipway/nx:ci', noLock),
    nx('ci --check', 'g @slipway/nx:ci --check', noLock),
    nx('show projects', 'show projects --json', 'well', /"release"/),
    nx('test', 'run-many -t test'),
    nx('publish', 'run release:publish', 'well', /Rehearsed: estuary-flow/),
    nx('continue', 'run release:publish --continue', 'well', /already there/),
    nx('verify', 'run release:verify', 'well'),
    nx('status', 'run release:status', ['SLW434']),
    nx('retreat', 'run release:retreat', ['SLW430', 'SLW434']),
    nx('production', 'run release:publish:production', ['SLW301', 'SLW502']),
    nx('testpypi', 'run release:publish:testpypi', ['SLW301', 'SLW502']),
    nx('emergency', 'run release:publish:emergency', ['SLW439', 'SLW502']),
    {
      name: 'rehearsal',
      program: 'slipway-rehearsal',
      args: ['--help'],
      ends: 'well',
      says: /--state/,
    },
  ];
}

/** What no user should ever read: an import that is not there, or a stack trace. */
const broken =
  /Cannot find (package|module)|ERR_MODULE_NOT_FOUND|ERR_REQUIRE|SLW009|^\s+at .*\.m?js:\d+:\d+/m;

/** What is wrong with how a command ended; null where nothing is. */
export function problemOf(command: Command, exitCode: number, output: string): string | null {
  const [trace] = broken.exec(output) ?? [];
  if (trace) return `it says "${trace.trim()}"`;
  if (command.ends === 'well') {
    if (exitCode !== 0) return `it ends with ${exitCode}`;
    return command.says && !command.says.test(output) ? `it does not say ${command.says}` : null;
  }
  if (exitCode === 0) return 'it ends well';
  const isTold = command.ends.some((code) => output.includes(code));
  return isTold ? null : `it says none of ${command.ends.join(', ')}`;
}
