export { normalizedName } from './name.ts';
export type * from './model.ts';
export { withNeeded } from './consent.ts';
export { readRepository, type Decisions } from './repository.ts';
export { lineAt, locateKeys, locateValues, type Places, type Span } from './lines.ts';
export { directoryOf, resolvePath, toMatcher } from './path.ts';
export { isToolFile, packedToolFiles } from './tool-files.ts';
export { isTable, readToml, tableAt, textAt, type Document, type Table } from './toml.ts';
