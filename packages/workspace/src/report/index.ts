export { annotate } from './github-job.ts';
export { runStage } from './run-stage.ts';
