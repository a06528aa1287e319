export * from './packages/index.ts';
export * from './tags/index.ts';
export * from './comparison/index.ts';
