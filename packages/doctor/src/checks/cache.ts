import { cacheWherePublished, sharedCache } from '@slipway/release/finding';
import type { Workflow } from '../workflow/index.ts';
import { distinct, type Check, type Context } from './context.ts';
import { secretsHandedOn, type HandedOn } from './handed-on.ts';
import { publishing } from './steps.ts';

/** The variables with which Nx writes to a remote cache: a server of one's own, Nx Cloud. */
const variables = new Set([
  'NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN',
  'NX_CLOUD_ACCESS_TOKEN',
  'NX_CLOUD_AUTH_TOKEN',
]);

const tokensOf = (workflow: Workflow): readonly HandedOn[] =>
  secretsHandedOn(workflow, (name) => variables.has(name));

/** A release that reads the cache to which pull requests write: what they left there would be published. */
export const checkSharedCache: Check = (context) => {
  const byPullRequests = startedByPullRequests(context).flatMap((workflow) => tokensOf(workflow));
  const released = context.workflows.filter(({ file }) => context.description.files.includes(file));
  return distinct(
    released.flatMap(tokensOf).flatMap(({ file, line, secret }) => {
      const other = byPullRequests.find((one) => one.secret === secret);
      return other ? [sharedCache.at({ file, line }, { secret, file, other: other.file })] : [];
    }),
  );
};

/** The workflows that pull requests start, and those of the repository that these call. */
function startedByPullRequests({ workflows }: Context): Workflow[] {
  const started = workflows.filter(({ triggers }) =>
    triggers.some(({ event }) => event === 'pull_request' || event === 'pull_request_target'),
  );
  // The list grows while it is walked: a called workflow may call others.
  for (const { jobs } of started) {
    const called = new Set(jobs.map(({ call }) => call?.path));
    started.push(...workflows.filter((one) => called.has(one.file) && !started.includes(one)));
  }
  return started;
}

/** A job that publishes takes its files from the jobs before it, and has no use for a cache. */
export const checkCacheWherePublished: Check = (context) =>
  distinct(
    publishing(context).flatMap(({ workflow, jobs }) =>
      jobs.flatMap((job) =>
        secretsHandedOn(workflow, (name) => variables.has(name), [job]).map(
          ({ file, line, name }) => cacheWherePublished.at({ file, line }, { name, job: job.id }),
        ),
      ),
    ),
  );
