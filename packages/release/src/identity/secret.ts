const shown = '[secret]';

/** A value that must not be printed. It comes out through `reveal()` alone. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself: for a header, never for a message, a file or an environment. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return shown;
  }
}

/**
 * Names that hold credentials wherever they are set. Build scripts, tests and package managers run
 * code of strangers: they get the environment without these.
 */
const credentialName =
  /TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|API_?KEY|ACCESS_KEY|PRIVATE_KEY|_AUTH$|^AUTH_|^ACTIONS_(ID_TOKEN|RUNTIME|RESULTS|CACHE)|^(TWINE|UV_PUBLISH|MATURIN_PYPI|FLIT|POETRY_PYPI|HATCH_INDEX)_/i;

/** Whether an environment variable of this name is kept from child processes. */
export function isCredential(name: string): boolean {
  return credentialName.test(name);
}
