import type { ExecutorContext } from '@nx/devkit';
import { verify, type VerifyOptions } from '@slipway/workspace/commands/verify';
import { hostOf } from './host.ts';

/** Takes a release as its users do: every file downloaded, installed in clean folders, its attestations verified. */
export default (options: VerifyOptions, context: ExecutorContext) =>
  verify(options, hostOf(context));
