/** One commit as `git log` tells it. */
export interface LoggedCommit {
  readonly hash: string;
  /** More than one for a merge, none for a first commit. */
  readonly parents: readonly string[];
  /** Date of the commit, YYYY-MM-DD. */
  readonly date: string;
  readonly message: string;
  /** What it touches, relative to the root, both names of a renamed file; empty for a merge. */
  readonly files: readonly string[];
}

/** Commits that were read in one pass, and where the refs that matter point. JSON. */
export interface History {
  /** On the way to HEAD or to one of the refs: newest first, and none before its children. */
  readonly commits: readonly LoggedCommit[];
  readonly head: string;
  /** The commit of each ref that was asked for; null when it is known only to be behind all commits. */
  readonly refs: Readonly<Record<string, string | null>>;
}

/**
 * The arguments of `git log` that give what `parseLog` reads, whatever the user's configuration says:
 * fields ended by NUL, which neither a message nor a file name can hold, and an empty field before
 * each commit, which is no file name either.
 */
export function logArguments(files: boolean): readonly string[] {
  return [
    '-c',
    'log.showRoot=true',
    'log',
    '-z',
    '--date-order',
    '--format=%x00%H%x00%P%x00%cs%x00%B',
    '--encoding=UTF-8',
    '--no-color',
    '--no-notes',
    '--no-show-signature',
    '--no-ext-diff',
    ...(files ? ['--name-only', '--no-renames', '--relative'] : []),
  ];
}

/** The commits in the output of `git log` with `logArguments`, in its order. Pure. */
export function parseLog(output: string): LoggedCommit[] {
  const fields = output.split('\0');
  const commits: LoggedCommit[] = [];
  let at = 0;
  while (at + 4 < fields.length) {
    const [hash, parents, date, message] = fields.slice(at + 1, at + 5);
    const files: string[] = [];
    at += 5;
    while (at < fields.length && fields[at] !== '') files.push(fields[at++]!);
    // git ends the message with a newline of its own, which comes out before the first file.
    if (files[0]?.startsWith('\n')) files[0] = files[0].slice(1);
    commits.push({
      hash: hash!,
      parents: parents ? parents.split(' ') : [],
      date: date!,
      message: message!,
      files,
    });
  }
  return commits;
}
