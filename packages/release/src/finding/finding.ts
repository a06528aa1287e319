/** How much a finding matters: an `error` stops a release, a `warning` does not, `info` only tells. */
export type Severity = 'error' | 'warning' | 'info';

/** A place in the user's repository. `line` counts from 1; null where the file as a whole is meant. */
export interface Location {
  readonly file: string | null;
  readonly line: number | null;
}

/** What a check reports about the user's world. Data: gathered, sorted and shown together. */
export interface Finding extends Location {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly why: string;
  readonly remedy: string;
}

/** We cannot go on. Carries the finding that says why; never shown as a stack trace. */
export class SlipwayError extends Error {
  readonly finding: Finding;

  constructor(finding: Finding, options?: { cause?: unknown }) {
    super(`${finding.code} ${finding.message}`, options);
    this.name = 'SlipwayError';
    this.finding = finding;
  }
}

/** What the page of a finding shows: its context, and where it was found; nowhere in particular when left out. */
export type Example<C> = C & { readonly at?: Location };

/** Where a page finds its example instead: among the broken set-ups, or among the texts of logs. */
export type ExampleSource = 'doctor/cases' | 'release/explanation';

interface Definition<C> {
  readonly title: string;
  readonly severity: Severity;
  /** What is wrong, with both sides where there are two. */
  readonly message: (context: C) => string;
  /** Why it matters: what would happen if the release went on. */
  readonly why: string | ((context: C) => string);
  /** The command, the field or the click that mends it. */
  readonly remedy: (context: C) => string;
  /** Plain data: every process loads it. */
  readonly example: Example<C> | ExampleSource;
}

/** One entry of the catalogue: makes findings of one code. */
export interface FindingKind<C> {
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  at(location: Location, context: C): Finding;
  example(): Finding | ExampleSource;
  /** An error that carries the finding; to be thrown. */
  error(context: C, where?: { at?: Location; cause?: unknown }): SlipwayError;
}

/** No place in particular: the finding is about the machine or a registry. */
export const nowhere: Location = { file: null, line: null };

const catalogue = new Map<string, FindingKind<never>>();

/** Adds a kind of finding to the catalogue. Throws when a code is given twice. */
export function defineFinding<C>(code: string, definition: Definition<C>): FindingKind<C> {
  if (catalogue.has(code)) throw new Error(`finding ${code} is defined twice`);
  const at = (location: Location, context: C): Finding => ({
    code,
    severity: definition.severity,
    message: definition.message(context),
    file: location.file,
    line: location.line,
    why: typeof definition.why === 'string' ? definition.why : definition.why(context),
    remedy: definition.remedy(context),
  });
  const { title, severity, example } = definition;
  const kind: FindingKind<C> = {
    code,
    title,
    severity,
    at,
    example: () => (typeof example === 'string' ? example : at(example.at ?? nowhere, example)),
    error: (context, where = {}) =>
      new SlipwayError(at(where.at ?? nowhere, context), { cause: where.cause }),
  };
  catalogue.set(code, kind as FindingKind<never>);
  return kind;
}

/** Every kind of finding, by code. */
export function allFindings(): readonly FindingKind<never>[] {
  return [...catalogue.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Whether any of the findings stops the release. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}
