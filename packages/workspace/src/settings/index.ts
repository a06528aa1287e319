export { artifactsFolder, artifactsVariable } from './artifacts.ts';
export { compileCache, runStarted } from './environment.ts';
export { optionKeys, optionSchema, placeKeys, platformKeys } from './option-schema.ts';
export { isPluginName, pluginName, readOptions } from './options.ts';
export {
  type PlatformChoice,
  type Platforms,
  chosenPlatforms,
  platformsOf,
  wheelOrder,
} from './platforms.ts';
export { mainPython, pythonsFor } from './pythons.ts';
export { isOurs, settingsOf } from './settings.ts';
export type { PlatformOptions, PluginOptions } from './plugin-options.ts';
