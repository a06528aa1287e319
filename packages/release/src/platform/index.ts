export { hostTriple } from './host.ts';
export {
  canBuild,
  canRun,
  findPlatform,
  knownTargets,
  similarTargets,
  tagFits,
  type Platform,
} from './table.ts';
