export {
  gist,
  inShell,
  missing,
  runStep,
  runTool,
  searchPath,
  shown,
  type Workshop,
} from './command.ts';
export { makeOwnFolder, ownFolder } from './own-folder.ts';
