export { gist, missing, runStep, runTool, shown, type Workshop } from './command.ts';
