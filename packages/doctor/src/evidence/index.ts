export { askJson, authorization, type Source } from './ask.ts';
export { readGithub } from './github.ts';
export * from './model.ts';
export { readCrate, readProject } from './registries.ts';
