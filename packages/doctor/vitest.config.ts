import { suite } from '../../vitest.suite.ts';

/** The tests beside the sources: `npx vitest` in this folder, or Nx's target `test`. */
export default suite('packages/doctor', ['src/**/*.test.ts']);
