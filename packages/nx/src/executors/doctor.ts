import type { ExecutorContext } from '@nx/devkit';
import { doctor, type DoctorOptions } from '@slipway/workspace/commands/doctor';
import { hostOf } from './host.ts';

/** Predicts what a release will meet, or says what a log means. */
export default (options: DoctorOptions, context: ExecutorContext) =>
  doctor(options, hostOf(context));
