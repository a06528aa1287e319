export { gist, inShell, missing, runStep, runTool, shown, type Workshop } from './command.ts';
export { makeOwnFolder, ownFolder } from './own-folder.ts';
