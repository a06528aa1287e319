export * from './report.ts';
export * from './terminal.ts';
export { showPlan, type PlanNotes } from './plan.ts';
export { issueMark, planIssue, type IssueStep } from './issue.ts';
export { showStatus } from './status.ts';
export { showDiff } from './diff.ts';
export { toMarkdown } from './markdown.ts';
export { toAnnotation, toSarif } from './sarif.ts';
