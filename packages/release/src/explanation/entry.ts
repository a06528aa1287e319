/** What a log says, and what it means. */
export interface Entry {
  /** Of the finding whose page tells more. */
  readonly code: string;
  /**
   * In the words of the tool or the server. A space stands for any white space, since tools wrap their lines;
   * groups have names, which cause and remedy may use: each in every pattern of the entry.
   */
  readonly patterns: readonly RegExp[];
  /** `{name}` stands for what the group of this name has found. Null where the finding itself says it. */
  readonly told: { readonly cause: string; readonly remedy: string } | null;
  /** As it stands in a log. */
  readonly sample: string;
}
