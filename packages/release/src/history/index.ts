export { readCommit, repositoryOf, type Commit } from './commit.ts';
export { readCommits, type HistoryRange } from './commits.ts';
export type { History, LoggedCommit } from './log.ts';
export { readFormerNames } from './renames.ts';
export { commitsSince } from './since.ts';
export { countCommitsSince, readTags, type GitTag } from './tags.ts';
