/** Rehearses the stubs from nothing: what is built and installed for it is there for every suite. */
import { keepStubs } from './cache.ts';
import { makeWorkspace } from './workspace.ts';

const workspace = await makeWorkspace();
const { exitCode, output } = await workspace.nx('run', 'release:publish');
if (exitCode !== 0) throw new Error(output);
await keepStubs(workspace.root);
await workspace.dispose();
