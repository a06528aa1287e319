export { hostTriple } from './host.ts';
export {
  canBuild,
  canRun,
  findPlatform,
  knownTargets,
  rustTargets,
  similarTargets,
  tagFits,
  type Platform,
} from './table.ts';
