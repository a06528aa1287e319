import type { ProgramRun, StepRun } from '../release-workflow/index.ts';

/** Manifests and the like, which a person writes and a build does not make. */
const manifests =
  /^(pyproject\.toml|Cargo\.toml|package\.json|setup\.(py|cfg)|build\.rs|rust-toolchain(\.toml)?|VERSION|LICENSE[\w.-]*|README[\w.-]*|CHANGELOG[\w.-]*|requirements[\w-]*\.txt)$/i;

/** Other names whose kind their ending tells. */
const ordinary = /\.(toml|json|ya?ml|txt|md|rst|cfg|ini|py|rs|lock|sh)$/;

/** Programs that make no file with a name of its own. */
const harmless = new Set(
  'echo printf cat grep egrep sed head tail awk cut tr sort uniq wc jq ls pwd test [ [[ set true exit cd export date which rustup apt-get pip rustc cargo-version local read return for case'.split(
    ' ',
  ),
);

/** Programs after which any file may be there. */
const sweeping = new Set(
  'git tar unzip 7z curl wget gh aws gsutil rsync docker cargo-generate cookiecutter copier make just task nox tox invoke npm yarn pnpm node ruby perl bash sh source . python python3'.split(
    ' ',
  ),
);

/** Actions that leave the files of the repository as they are. */
const quietActions =
  /^(actions\/(checkout|setup-[\w-]+|upload-artifact|cache\/save|github-script)|dtolnay\/rust-toolchain|actions-rs\/toolchain|actions-rust-lang\/setup-rust-toolchain|swatinem\/rust-cache|astral-sh\/setup-uv|taiki-e\/install-action|rust-lang\/crates-io-auth-action|pyo3\/maturin-action|docker\/setup-[\w-]+)$/i;

/** What is known of the files of a job while its steps run. */
export class Workspace {
  /** Whether the repository itself is where steps begin. */
  isCheckout = false;
  /** Whether anything may have put files there. */
  #swept = false;
  /** Whether something ran that may have made files of its own. */
  #built = false;
  /** Everything that steps so far have named. */
  #named = '';
  readonly #folders: string[] = [];

  /** Takes a step that uses an action. */
  use({ step, input }: StepRun): void {
    const action = step.uses!.action;
    const path = input('path').replace(/^\.\//, '').replace(/\/$/, '');
    if (action === 'actions/checkout') {
      const elsewhere = input('repository') !== '' || input('sparse-checkout') !== '';
      const ref = input('ref');
      const other = ref !== '' && !/github\.(ref|sha|event|head_ref)/.test(ref);
      if (path && path !== '.') this.#folders.push(path);
      else this.isCheckout = !elsewhere && !other;
    } else if (/^actions\/(download-artifact|cache(\/restore)?)$/.test(action)) {
      const folders = path.split('\n').map((one) => one.trim());
      if (folders.some((one) => one === '' || one === '.' || /[$*~]/.test(one))) this.#swept = true;
      else this.#folders.push(...folders);
    } else if (!quietActions.test(action)) this.#swept = true;
    for (const { value } of step.with.values()) this.#named += `${value}\n`;
  }

  /** Takes a program that has run. */
  run({ name, arguments: words, command }: ProgramRun): void {
    for (const { text } of command.outputs) this.#named += `${text}\n`;
    if (
      sweeping.has(name) &&
      !isQuiet(
        name,
        words.map(({ text }) => text),
      )
    )
      this.#swept = true;
    if (harmless.has(name)) {
      // A test of a file says that it may be missing.
      if (/^(test|\[\[?)$/.test(name)) for (const { text } of words) this.#named += `${text}\n`;
      if (name === 'sed' || !/^(test|\[\[?)$/.test(name)) return;
      return;
    }
    this.#built = true;
    for (const { text } of words) this.#named += `${text}\n`;
  }

  /** Whether a file that is not tracked is certainly not there. */
  isCertain(path: string): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (this.#swept || this.#named.includes(name)) return false;
    if (this.#folders.some((folder) => path.startsWith(`${folder}/`))) return false;
    if (manifests.test(name)) return true;
    return ordinary.test(name) && !this.#built;
  }
}

function isQuiet(name: string, words: readonly string[]): boolean {
  const [first = ''] = words;
  if (name === 'git')
    return /^(config|log|describe|rev-parse|tag|status|diff|show|push|add|commit)$/.test(first);
  if (name === 'gh') return /^(api|release|pr|issue|auth)$/.test(first) && words[1] !== 'download';
  if (name === 'curl')
    return !words.some((word) => /^(-[a-zA-Z]*[oO]|--output|--remote-name)/.test(word));
  if (/^(python3?|node)$/.test(name)) return first === '--version' || first === '-V';
  return name === 'npm' && first === '--version';
}
