import type { ExecutorContext } from '@nx/devkit';
import { plan, type PlanOptions } from '@slipway/workspace/commands/plan';
import { hostOf } from './host.ts';

/** Shows what a release would publish: from the manifests and git, and what registries say of it. */
export default (options: PlanOptions, context: ExecutorContext) => plan(options, hostOf(context));
