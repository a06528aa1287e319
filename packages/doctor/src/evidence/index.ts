export { askJson, silence } from './ask.ts';
export { readGithub } from './github.ts';
export * from './model.ts';
export { readCrate, readProject } from './registries.ts';
