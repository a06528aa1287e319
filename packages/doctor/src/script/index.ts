export { readCommands, type Command, type Start } from './command.ts';
export type { Word } from './lex.ts';
export { joinPath } from './path.ts';
export { hasFlag, optionOf, programOf, type Program } from './program.ts';
