export { checkRow, checkTable } from './check-table.ts';
export type { Host, ReleaseRun, Screen } from './host.ts';
export { writeJson } from './json.ts';
export type { Matter, Notes, Place, Stage, StageOptions, Way } from './stage.ts';
export { toFinding } from './to-finding.ts';
