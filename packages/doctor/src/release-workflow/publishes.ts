import { hasFlag, optionOf, type Word } from '../script/index.ts';
import { authOf, githubAuthOf, input, variable, type Credential } from './auth.ts';
import type { Auth, Registry } from './model.ts';
import type { JobRun, ProgramRun, StepRun } from './run.ts';
import { cratesIo, pypiAt, pypiOf } from './where.ts';

/** What a step puts where. */
export interface Upload {
  readonly line: number;
  readonly registry: Registry;
  readonly how: string;
  readonly auth: Auth;
}

/** Takes a step of a run. Returns what it uploads; runs that only try (`--dry-run`) are none. */
export function uploadsOf(run: JobRun, step: StepRun): Upload[] {
  const { uses } = step.step;
  const action = uses && actions.find(({ name }) => name.test(uses.action));
  if (uses && action) {
    const registry = action.registry(step);
    if (registry === null) return [];
    const auth =
      registry === 'GitHub release'
        ? githubAuthOf(run, step)
        : authOf(run, step, action.credentials(step), true);
    return [{ line: step.step.line, registry, how: uses.action, auth }];
  }
  const uploads = step.commands.flatMap((program) => ofProgram(run, step, program));
  return uploads.length > 0 ? uploads : ofScript(run, step);
}

/** What a script uploads that the repository brings: it is given the token of crates.io for nothing else. */
function ofScript(run: JobRun, step: StepRun): Upload[] {
  const { run: script, line } = step.step;
  if (!script || /--dry-run|--help/.test(script.value)) return [];
  const tokens = run.steps.flatMap((one) =>
    /^rust-lang\/crates-io-auth-action$/i.test(one.step.uses?.action ?? '') && one.step.id
      ? [`steps.${one.step.id}.outputs.token`]
      : [],
  );
  const name = cargo.variables.find((one) =>
    tokens.some((token) => step.step.env.get(one)?.value.includes(token)),
  );
  if (!name) return [];
  return [{ line, registry: 'crates.io', how: `a script with ${name}`, auth: { kind: 'oidc' } }];
}

const github: Auth = { kind: 'github' };

interface ActionRule {
  readonly name: RegExp;
  readonly registry: (step: StepRun) => Registry | null;
  readonly credentials: (step: StepRun) => readonly (Credential | null)[];
}

const toGitHub = (): Registry => 'GitHub release';
const nothing = (): readonly Credential[] => [];
const maturinCredentials = (step: StepRun) => [
  variable(step, 'MATURIN_PYPI_TOKEN'),
  variable(step, 'MATURIN_PASSWORD'),
];

const actions: readonly ActionRule[] = [
  {
    name: /^pypa\/gh-action-pypi-publish$/i,
    registry: (step) => pypiAt(step.input('repository-url') || step.input('repository_url')),
    credentials: (step) => [input(step, 'password')],
  },
  {
    name: /^(pyo3|messense)\/maturin-action$/i,
    registry: (step) =>
      /^(publish|upload)$/.test(step.input('command'))
        ? pypiOf(wordsOf(step.input('args')), [step.env.get('MATURIN_REPOSITORY') ?? ''])
        : null,
    credentials: maturinCredentials,
  },
  {
    name: /^(release-plz\/action|marcoieni\/release-plz-action)$/i,
    registry: (step) => (step.input('command') === 'release-pr' ? null : 'crates.io'),
    credentials: (step) => [variable(step, 'CARGO_REGISTRY_TOKEN')],
  },
  {
    name: /^katyo\/publish-crates$/i,
    registry: (step) => (step.input('dry-run') === 'true' ? null : 'crates.io'),
    credentials: (step) => [input(step, 'registry-token'), variable(step, 'CARGO_REGISTRY_TOKEN')],
  },
  {
    name: /^js-devtools\/npm-publish$/i,
    registry: (step) => (step.input('dry-run') === 'true' ? null : 'npm'),
    credentials: (step) => [input(step, 'token')],
  },
  {
    name: /^(softprops\/action-gh-release|ncipollo\/release-action|actions\/(create-release|upload-release-asset)|svenstaro\/upload-release-action|marvinpinto\/action-automatic-releases|taiki-e\/(create-gh-release|upload-rust-binary)-action)$/i,
    registry: toGitHub,
    credentials: nothing,
  },
];

interface ProgramRule {
  readonly name: RegExp;
  /** The words after the program's name, joined, that make it publish. */
  readonly command: RegExp;
  readonly registry: (words: readonly Word[], step: StepRun) => Registry | null;
  /** Options whose value is the credential, and variables that hold it. */
  readonly options: readonly string[];
  readonly variables: readonly string[];
  readonly asksForIdentity: boolean;
}

const cargo = {
  registry: cratesIo,
  options: ['--token'],
  variables: ['CARGO_REGISTRY_TOKEN', 'CARGO_REGISTRIES_CRATES_IO_TOKEN'],
  asksForIdentity: false,
} as const;

const npm = {
  registry: (): Registry => 'npm',
  options: [],
  variables: ['NODE_AUTH_TOKEN', 'NPM_TOKEN'],
  asksForIdentity: true,
} as const;

const pypi = (...names: readonly string[]) => ({
  registry: (words: readonly Word[], step: StepRun): Registry | null =>
    pypiOf(
      words,
      names.map((name) => step.env.get(name) ?? ''),
    ),
});

const wordsOf = (text: string): Word[] =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => ({ text: word, literal: true }));

const programs: readonly ProgramRule[] = [
  {
    name: /^cargo$/,
    command:
      /^(\+\S+ )?(publish|(ws|workspaces|hack) publish|smart-release .*--execute|release (?!.*--no-publish)(.* )?(--execute|-x))(?![\w-])/,
    ...cargo,
  },
  { name: /^release-plz$/, command: /^release( |$)/, ...cargo, asksForIdentity: true },
  {
    name: /^uv$/,
    command: /^publish\b/,
    ...pypi('UV_PUBLISH_URL', 'UV_PUBLISH_INDEX'),
    options: ['--token', '-t', '--password', '-p'],
    variables: ['UV_PUBLISH_TOKEN', 'UV_PUBLISH_PASSWORD'],
    asksForIdentity: true,
  },
  {
    name: /^twine$/,
    command: /^upload\b/,
    ...pypi('TWINE_REPOSITORY', 'TWINE_REPOSITORY_URL'),
    options: ['-p', '--password'],
    variables: ['TWINE_PASSWORD'],
    asksForIdentity: true,
  },
  {
    name: /^maturin$/,
    command: /^(publish|upload)\b/,
    ...pypi('MATURIN_REPOSITORY', 'MATURIN_REPOSITORY_URL'),
    options: ['-p', '--password'],
    variables: ['MATURIN_PYPI_TOKEN', 'MATURIN_PASSWORD'],
    asksForIdentity: true,
  },
  {
    name: /^(poetry|hatch|flit)$/,
    command: /^publish\b/,
    ...pypi(),
    options: ['-p', '--password', '-a', '--auth'],
    variables: ['POETRY_PYPI_TOKEN_PYPI', 'HATCH_INDEX_AUTH', 'FLIT_PASSWORD'],
    asksForIdentity: false,
  },
  {
    name: /^pdm$/,
    command: /^publish\b/,
    ...pypi('PDM_PUBLISH_REPO'),
    options: ['-P', '--password'],
    variables: ['PDM_PUBLISH_PASSWORD'],
    asksForIdentity: true,
  },
  {
    name: /^gh$/,
    command: /^release (create|upload)\b/,
    registry: toGitHub,
    options: [],
    variables: [],
    asksForIdentity: false,
  },
  { name: /^(npm|pnpm|lerna)$/, command: /^(-r |--\S+ )*publish\b/, ...npm },
  { name: /^yarn$/, command: /^(npm )?publish\b/, ...npm },
];

function ofProgram(run: JobRun, step: StepRun, program: ProgramRun): Upload[] {
  const { name, command } = program;
  const words = withoutGlobals(program);
  const text = words.map((word) => word.text).join(' ');
  const rule = programs.find((one) => one.name.test(name) && one.command.test(text));
  if (name === 'nx') return ofSlipway(run, step, words, command.line);
  const tries = ['--dry-run', '--help', ...(name === 'cargo' ? ['-n'] : [])];
  if (!rule || hasFlag(words, ...tries)) return [];
  const registry = rule.registry(words, step);
  if (registry === null) return [];
  const { line } = command;
  const option = optionOf(words, ...rule.options);
  const inline = rule.variables
    .map((name) => program.variables.get(name))
    .find((one) => one !== undefined);
  const auth =
    registry === 'GitHub release'
      ? githubAuthOf(run, step)
      : authOf(
          run,
          step,
          [
            option === null ? null : { text: option, line },
            inline === undefined ? null : { text: inline, line },
            ...rule.variables.map((name) => variable(step, name)),
            name === 'cargo' ? loggedIn(run, step) : null,
          ],
          rule.asksForIdentity,
        );
  const shown = `${name} ${text
    .split(' ')
    .slice(0, name === 'gh' ? 2 : 1)
    .join(' ')}`;
  return [{ line, registry, how: shown, auth }];
}

/** Options that cargo and uv take before their command, with a value in the next word. */
const globals: Readonly<Record<string, readonly string[]>> = {
  cargo: ['--config', '--color', '-C', '-Z'],
  uv: ['--directory', '--project', '--config-file', '--cache-dir', '--color', '--python'],
};

/** The words from the command on; a toolchain stays before it. */
function withoutGlobals({ name, arguments: words }: ProgramRun): readonly Word[] {
  const valued = globals[name];
  if (!valued) return words;
  const start = words[0]?.text.startsWith('+') ? 1 : 0;
  let at = start;
  while (words[at]?.text.startsWith('-')) at += valued.includes(words[at]!.text) ? 2 : 1;
  return [...words.slice(0, start), ...words.slice(at)];
}

/**
 * `nx run release:publish:production`: all of it, each with a token of its own that is asked for then. Where a variable
 * names the destination and it is not known which, it may be this one.
 */
function ofSlipway(run: JobRun, step: StepRun, words: readonly Word[], line: number): Upload[] {
  const [command = '', target = ''] = words.map(({ text }) => text);
  const named =
    command === 'publish' ? `${target}:${command}` : command === 'run' ? target : command;
  const task = /^release:publish(?::(\w+|\$\w+|\$\{\w+\}))?$/.exec(named);
  if (!task) return [];
  const stated = task[1] ?? optionOf(words, '--configuration', '-c', '--destination') ?? '';
  const variable = /^\$\{?(\w+)\}?$/.exec(stated)?.[1];
  const value = variable === undefined ? stated : (step.env.get(variable) ?? stated);
  const destination = /\$/.test(value) ? 'production' : value;
  const registries: Readonly<Record<string, readonly Registry[]>> = {
    production: ['crates.io', 'PyPI', 'GitHub release'],
    testpypi: ['TestPyPI'],
  };
  const auth: Auth = run.idToken ? { kind: 'oidc' } : { kind: 'unknown', isGiven: false };
  return (registries[destination] ?? []).map((registry) => ({
    line,
    registry,
    how: `nx run release:publish:${destination}`,
    auth: registry === 'GitHub release' ? github : auth,
  }));
}

/** What an earlier `cargo login` of the job was given. */
function loggedIn(run: JobRun, until: StepRun): Credential | null {
  for (const { commands } of run.steps.slice(0, run.steps.indexOf(until) + 1)) {
    for (const { name, arguments: words, command } of commands) {
      const isLogin = name === 'cargo' && words[0]?.text === 'login';
      if (isLogin && words[1]) return { text: words[1].text, line: command.line };
    }
  }
  return null;
}
