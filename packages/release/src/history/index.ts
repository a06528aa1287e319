export { readCommit, repositoryOf, type Commit } from './commit.ts';
export { readTags, type TagFormat, type TagOfVersion } from './tags.ts';
