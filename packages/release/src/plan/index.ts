export * from './artifacts.ts';
export * from './decide.ts';
