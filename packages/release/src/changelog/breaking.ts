import type {
  CommitKnownProps,
  CommitNote,
  FinalTemplateContext,
} from 'conventional-changelog-writer';

type Context = FinalTemplateContext<CommitKnownProps>;

/** What the library puts into the notes that it renders, though its types do not say so. */
interface NoteOfCommit extends CommitNote {
  readonly commit: CommitKnownProps & {
    readonly scope?: string | null;
    readonly subject?: string | null;
  };
}

/**
 * What breaks is told once, where it is looked for: below its heading, the commit with the text of its
 * footer. The library tells of the commit among features and fixes as well. Pure.
 */
export function tellBreakingOnce(context: Context, tellCommit: Context['commitPartial']): Context {
  const { commitGroups = [], noteGroups = [] } = context;
  const others = commitGroups.map((group) => ({
    ...group,
    commits: group.commits.filter(({ notes }) => notes.length === 0),
  }));
  const tell = (commit: NoteOfCommit['commit'], notes: readonly CommitNote[]): CommitNote => {
    const told = tellCommit(context, commit);
    const texts = notes.map(({ text }) => text).filter((text) => text !== commit.subject);
    const text = texts.length > 0 ? `${told}: ${texts.join('\n\n')}` : told;
    // Its scope is in the text already.
    const note: NoteOfCommit = { ...notes[0]!, text, commit: { ...commit, scope: null } };
    return note;
  };
  return {
    ...context,
    commitGroups: others.filter(({ commits }) => commits.length > 0),
    noteGroups: noteGroups.map((group) => {
      const byCommit = Map.groupBy(group.notes as NoteOfCommit[], ({ commit }) => commit);
      return { ...group, notes: [...byCommit].map(([commit, notes]) => tell(commit, notes)) };
    }),
  };
}
