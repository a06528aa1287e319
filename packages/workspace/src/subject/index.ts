export { readSelection } from './selection.ts';
export { pythonVersionOf } from './python-version.ts';
export {
  type Texts,
  crateOf,
  isPublished,
  loadRepository,
  loadTexts,
  pythonOf,
} from './repository.ts';
export { scopeOf, withFormerFolders } from './scope.ts';
export { type Subject, type TagHistory, subjectOf } from './subject.ts';
export {
  type ExistingRelease,
  describeExisting,
  isWorkflowText,
  readExistingRelease,
} from './workflows.ts';
