/**
 * What the rooms ask of the world. `node.ts` answers with the real thing; tests hand in their own.
 * Nothing else in this package reads files, starts processes, asks the network, the environment or
 * the clock.
 */

export interface Files {
  /** The text of a file, or null when there is none. */
  readText(path: string): Promise<string | null>;
  readBytes(path: string): Promise<Uint8Array | null>;
  /** A file as a Blob that is read from disk as it is consumed. */
  openBlob(path: string): Promise<Blob>;
  /**
   * The content of a file in pieces of a few hundred KiB, each read when it is taken. A piece holds until the second
   * after it is taken: for what is sent and forgotten.
   */
  stream(path: string): AsyncIterable<Uint8Array>;
  /** Lower-case hex SHA-256 and size in bytes, read as a stream; null when there is no file. */
  digest(path: string): Promise<{ sha256: string; bytes: number } | null>;
  /** Writes through a temporary file and a rename, so that a reader never sees half of it. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Where a path leads to in the end, through symbolic links; null when it leads nowhere. */
  locate(path: string): Promise<LocatedFile | null>;
  copy(from: string, to: string): Promise<void>;
  /**
   * Copies files from one folder to another by their paths there: links as links, modes kept. What is not there is left
   * out.
   */
  copyAll(from: string, to: string, paths: readonly string[]): Promise<void>;
  /** Names in a folder, sorted; empty when there is none. */
  list(path: string): Promise<readonly string[]>;
  exists(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
  makeDirectory(path: string): Promise<void>;
  /** Bytes that are free for this user on the disk of a folder. */
  freeBytes(path: string): Promise<number>;
  /** Makes one folder; false when it stands already. Two callers at once: one gets true. */
  createDirectory(path: string): Promise<boolean>;
  /** A new, empty folder outside the repository that only this user can read. */
  temporaryDirectory(prefix: string): Promise<string>;
}

/** What stands at a path, or could. */
export interface LocatedFile {
  /** Absolute, and without symbolic links. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'nothing';
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order in which they came. */
  readonly all: string;
}

export interface CommandOptions {
  readonly cwd: string;
  /** Added to the environment that children get, which never holds a credential. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names of further variables that this child does not get. */
  readonly without?: RegExp;
  /** Called for each line as it comes; for progress. */
  readonly onLine?: (line: string) => void;
}

export interface Processes {
  /** Runs a program, without a shell. `null` when there is no such program. */
  run(
    command: string,
    args: readonly string[],
    options: CommandOptions,
  ): Promise<CommandResult | null>;
}

export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface Environment {
  /** The value of an environment variable, or null. */
  get(name: string): string | null;
  /** As Node names them: linux, darwin, win32; x64, arm64. */
  readonly platform: string;
  readonly architecture: string;
  /** Whether the C library is musl. */
  isMusl(): boolean;
  /** The user's own folder, absolute. */
  readonly home: string;
  readonly pid: number;
  /** Whether a process with this number is running. */
  isAlive(pid: number): boolean;
}

/** A server of lines on a private socket. */
export interface LineServer {
  readonly address: string;
  /** Path of the program that asks it, as cargo's credential providers do; its one argument is the address. */
  readonly client: string;
  /** Ends, whoever is still connected. */
  close(): Promise<void>;
}

/** Where Sigstore answers: Fulcio, which certifies keys, and Rekor, the log of what was signed. */
export interface SigstoreEndpoint {
  readonly fulcio: string;
  readonly rekor: string;
}

/** How a signature ended: with a Sigstore bundle in JSON, or who gave none. */
export type SigningOutcome =
  | { readonly bundle: unknown }
  | { readonly refusedBy: keyof SigstoreEndpoint; readonly detail: string };

/** Signs with a key that is used once, certified for an identity, and writes it into the log. */
export type Sign = (
  statement: string,
  endpoint: SigstoreEndpoint,
  identity: { reveal(): string },
) => Promise<SigningOutcome>;

/** Something signed, in base64: the signer's certificate, rows of the log, an in-toto statement. */
export interface Signed {
  readonly certificate: string;
  readonly entries: readonly object[];
  readonly statement: string;
  readonly signature: string;
}

/** Who signed, as the certificate says; or why it is not known. */
export type Verification =
  | {
      /** Who issued the signer's identity. */
      readonly issuer: string | null;
      /** The address of the repository whose workflow signed. */
      readonly repository: string | null;
      /** The commit that it ran for. */
      readonly commit: string | null;
      /** The address of that workflow's file, with the ref that it was taken from: `…/.github/workflows/publish.yml@…`. */
      readonly workflow: string | null;
    }
  | { readonly problem: string };

/** Verifies against a root of trust, which is Sigstore's `trusted_root.json`. */
export type VerifySigned = (signed: Signed, root: object) => Promise<Verification>;

/** The root of trust of Sigstore's public instance; or why it was not to be had. */
export type PublicRoot = () => Promise<{ readonly root: object } | { readonly problem: string }>;

export interface Ports {
  readonly files: Files;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly environment: Environment;
  readonly fetch: typeof globalThis.fetch;
  readonly sign: Sign;
  readonly verifySigned: VerifySigned;
  readonly publicRoot: PublicRoot;
  serveLines(answer: (line: string) => Promise<string>): Promise<LineServer>;
}
