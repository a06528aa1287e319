/** What a log says, and what it means. */
export interface Entry {
  /** Of the finding whose page tells more. */
  readonly code: string;
  /** In the words of the tool or the server; names are of no account. */
  readonly pattern: RegExp;
  /** Null where the finding itself says it. */
  readonly told: { readonly cause: string; readonly remedy: string } | null;
  /** As it stands in a log. */
  readonly sample: string;
}
