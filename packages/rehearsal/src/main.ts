import { parseArgs } from 'node:util';
import { ScenarioError } from './admin/scenario.ts';
import { describeFaults, FaultTextError, readFault } from './faults/text.ts';
import { UnreadableState } from './state/store.ts';
import { startRehearsal, type RehearsalOptions } from './rehearsal.ts';
import { parentGone } from './parent.ts';
import { StateInUse } from './state/hold.ts';

const usage = `slipway-rehearsal: crates.io, PyPI, TestPyPI, GitHub Releases and GitHub's OIDC issuer on loopback.

  npx slipway-rehearsal [--state DIR] [--port N] [--scenario FILE] [--fault FAULT]... [--cache DIR] [--offline] [--detach] [--verbose]

  --state DIR      keep everything in DIR; the next start with the same DIR goes on from there
  --port N         listen on this port; a free one otherwise
  --scenario FILE  JSON of { claims, publishers, projects, faults } to start with
  --fault FAULT    what goes wrong; may be given several times
  --cache DIR      keep what crates.io was asked for in DIR
  --offline        do not ask the public registries for what is not here
  --detach         go on when the process that started it has ended
  --verbose        a line for each request on stderr

It prints one line of JSON when it is ready, and serves until it gets SIGTERM or SIGINT, or the process that
started it has ended.

A FAULT is ${describeFaults()}
`;

/**
 * Runs the command. Resolves with its exit code: 0 when stopped, 1 when it cannot serve.
 * @param parent the process that started it
 */
export async function main(argv: readonly string[], parent = process.ppid): Promise<number> {
  try {
    const { help, detach, ...options } = readArguments(argv);
    if (help) {
      process.stdout.write(usage);
      return 0;
    }
    const ended = detach ? never() : parentGone(parent);
    const rehearsal = await startRehearsal(options);
    process.stdout.write(`${JSON.stringify(rehearsal.ready)}\n`);
    await Promise.race([stopped(), ended]);
    await rehearsal.close();
    return 0;
  } catch (error) {
    process.stderr.write(`slipway-rehearsal: ${explain(error)}\n`);
    return 1;
  }
}

class UsageError extends Error {}

function readArguments(
  argv: readonly string[],
): RehearsalOptions & { help: boolean; detach: boolean } {
  const values = parse(argv);
  return {
    help: values.help,
    detach: values.detach,
    ...(values.state === undefined ? {} : { state: values.state }),
    ...(values.port === undefined ? {} : { port: readPort(values.port) }),
    ...(values.scenario === undefined ? {} : { scenario: values.scenario }),
    ...(values.fault === undefined ? {} : { faults: values.fault.map(readFault) }),
    ...(values.cache === undefined ? {} : { cache: values.cache }),
    ...(values.offline ? { upstream: null } : {}),
    ...(values.verbose ? { log: (line: string) => void process.stderr.write(`${line}\n`) } : {}),
  };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    state: text,
    port: text,
    scenario: text,
    fault: { type: 'string', multiple: true } as const,
    cache: text,
    offline: flag,
    detach: flag,
    verbose: flag,
    help: flag,
  };
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('\n')[0]} See --help.`);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65536) return port;
  throw new UsageError(`--port must be a number from 0 to 65535, not "${text}"`);
}

/** One line for what a person can change; the whole trace for an error of ours. */
function explain(error: unknown): string {
  const { code, message, stack, path, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `port ${port} is in use (EADDRINUSE): choose another with --port`;
  if (code !== undefined && path !== undefined) return `${path} cannot be used (${code})`;
  const isKnown = [ScenarioError, UsageError, UnreadableState, StateInUse, FaultTextError].some(
    (kind) => error instanceof kind,
  );
  return isKnown || code !== undefined ? message : (stack ?? message);
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.once(signal, () => resolve());
  });
}

const never = (): Promise<never> => new Promise(() => undefined);
