import type { ExecutorContext } from '@nx/devkit';
import { destination } from '@slipway/workspace/commands/destination';
import type { StageOptions } from '@slipway/workspace/stage';
import { hostOf } from './host.ts';

/**
 * Opens the destination and stays until Nx stops it: the loopback registries live in this process.
 * For a public destination it only checks that this is the place to publish from.
 */
export default (options: StageOptions, context: ExecutorContext) =>
  destination(options, hostOf(context));
