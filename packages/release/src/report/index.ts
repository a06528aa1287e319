export * from './report.ts';
export * from './terminal.ts';
