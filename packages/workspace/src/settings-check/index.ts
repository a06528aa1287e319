export { checkSettings } from './check-settings.ts';
export { checkOptions, explainOptions } from './option-check.ts';
