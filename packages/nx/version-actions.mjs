// The door of `nx release version`, which loads it with `require` and takes a class: so nothing here may wait.
import { createRequire } from 'node:module';
import { needNode } from './node-version.mjs';

needNode();

export default createRequire(import.meta.url)('./src/nx-release/version-actions.ts')
  .SlipwayVersionActions;
