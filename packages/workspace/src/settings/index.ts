export { artifactsFolder, artifactsVariable } from './artifacts.ts';
export { compileCache, runStarted } from './environment.ts';
export { isPluginName, kinds, placeKeys, pluginName, readOptions } from './options.ts';
export {
  type PlatformChoice,
  type Platforms,
  chosenPlatforms,
  platformKeys,
  platformsOf,
  wheelOrder,
} from './platforms.ts';
export { mainPython, pythonsFor } from './pythons.ts';
export { isOurs, settingsOf } from './settings.ts';
export type { PlatformOptions, PluginOptions } from './plugin-options.ts';
