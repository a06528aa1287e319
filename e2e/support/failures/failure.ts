/** A failure of real releases, as servers and clients print it, and what has to be said of it. */
export interface Failure {
  /** In the catalogue of failures. */
  readonly row: number;
  readonly text: string;
  /** The finding that explains it. */
  readonly code: string;
  /** The registry that says it to an upload; then the refusal itself has to name a remedy. */
  readonly upload?: 'crates.io' | 'PyPI' | 'GitHub';
  /** Whether the rehearsal answers so: the row of its page of answers that holds this text, or a part of it. */
  readonly answered?: string;
}
