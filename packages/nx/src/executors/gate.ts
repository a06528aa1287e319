import type { ExecutorContext } from '@nx/devkit';
import { gate, type GateOptions } from '@slipway/workspace/commands/gate';
import { hostOf } from './host.ts';

/** The last look before anything irreversible: a table of what must hold, and what will be done. */
export default (options: GateOptions, context: ExecutorContext) => gate(options, hostOf(context));
