export { editChangelogs } from './changelogs.ts';
export {
  type NewTexts,
  commitFiles,
  refuseChanged,
  resolveFiles,
  showChanges,
  writeFiles,
} from './files.ts';
export { type Outlook, type Upcoming, readUpcoming, tagFor, waitsForTag } from './upcoming.ts';
