import {
  environmentUnknown,
  environmentUnprotected,
  noEnvironment,
  refNotLetIn,
} from '@slipway/release/finding';
import { deploymentRefused, type PublishRoute } from '../claims/index.ts';
import type { EnvironmentFacts } from '../evidence/index.ts';
import { distinct, takesIdentity, type TrustCheck, type TrustContext } from './context.ts';

/** Ways that go through an environment whose name is written. */
function throughEnvironments({
  routes,
}: TrustContext): (PublishRoute & { environment: string; line: number })[] {
  return routes.flatMap((route) => {
    const { environment, job } = route;
    if (environment === null || environment.includes('${{')) return [];
    return [{ ...route, environment, line: job.environment!.line }];
  });
}

/** Jobs that publish from no environment at all. */
export const checkHasEnvironment: TrustCheck = ({ routes }) =>
  distinct(
    routes
      .filter(({ publish, environment }) => takesIdentity(publish.registry) && environment === null)
      .map(({ publish: { file, line, job, registry } }) =>
        noEnvironment.at({ file, line }, { job, registry }),
      ),
  );

/** Environments that would be made at the first run, bare. */
export const checkEnvironmentExists: TrustCheck = (context) => {
  const { environments } = context.evidence.github;
  if (!environments.known) return { because: environments.because };
  return distinct(
    throughEnvironments(context)
      .filter(({ environment }) => !find(environment, environments.value))
      .map(({ environment, line, publish: { file, job } }) =>
        environmentUnknown.at(
          { file, line },
          { environment, job, known: environments.value.map(({ name }) => name) },
        ),
      ),
  );
};

/** Whether the environment lets in the ref that starts the run: the trap of branch rules and tags. */
export const checkRefs: TrustCheck = (context) => {
  const { environments } = context.evidence.github;
  if (!environments.known) return { because: environments.because };
  return distinct(
    throughEnvironments(context).flatMap((route) => {
      const facts = find(route.environment, environments.value);
      const text = facts && deploymentRefused(facts.policy, facts.name, route.ref);
      // By hand a tag can be chosen as well.
      if (!facts || !text || route.trigger.event === 'workflow_dispatch') return [];
      const { environment, ref, trigger, publish, line } = route;
      const type = ref.startsWith('refs/tags/') ? 'tag' : 'branch';
      // A condition that cannot be read may wait for the tag.
      if (type === 'branch' && route.runs === null) return [];
      return [
        refNotLetIn.at(
          { file: publish.file, line },
          { environment, ref, event: trigger.event, text, type },
        ),
      ];
    }),
  );
};

/** Environments that stop nobody. */
export const checkEnvironmentProtects: TrustCheck = (context) => {
  const { environments } = context.evidence.github;
  if (!environments.known) return { because: environments.because };
  return distinct(
    throughEnvironments(context).flatMap(({ environment, line, publish: { file } }) => {
      const facts = find(environment, environments.value);
      if (!facts || facts.reviewers.length > 0 || facts.policy.kind !== 'all') return [];
      return [environmentUnprotected.at({ file, line }, { environment })];
    }),
  );
};

/** GitHub takes names of environments in any letter case. */
function find(name: string, all: readonly EnvironmentFacts[]): EnvironmentFacts | undefined {
  return all.find((one) => one.name.toLowerCase() === name.toLowerCase());
}
