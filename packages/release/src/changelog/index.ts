export { renderNotes, type NotesOptions } from './notes.ts';
export { previousTag, type VersionTag } from './previous-tag.ts';
