import type { ExecutorContext } from '@nx/devkit';
import { publishPypi, type PublishOptions } from '@slipway/workspace/commands/publish-pypi';
import { hostOf } from './host.ts';

/** Uploads the wheels and the sdist of one package. */
export default (options: PublishOptions, context: ExecutorContext) =>
  publishPypi(options, hostOf(context));
