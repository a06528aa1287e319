// The door of `nx release version`, which loads it with `require`: so nothing here may wait.
export { SlipwayVersionActions as default } from './src/release/version-actions.ts';
