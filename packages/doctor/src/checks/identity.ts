import {
  calledPublish,
  forbiddenEvent,
  foreignCall,
  forkIdentity,
  idTokenCeiling,
  idTokenTooWide,
  noIdToken,
  tokenHandedOn,
  type Finding,
} from '@slipway/release/finding';
import { cratesIoForbids, type PublishRoute } from '../claims/index.ts';
import type { Evidence } from '../evidence/index.ts';
import { everyStepOf, permissionFor, type Job, type Step } from '../workflow/index.ts';
import { distinct, isByIdentity, takesIdentity, type Check, type TrustCheck } from './context.ts';

const at = ({ publish }: PublishRoute): { file: string; line: number } => ({
  file: publish.file,
  line: publish.line,
});

const named = ({ publish }: PublishRoute): { job: string; registry: string } => ({
  job: publish.job,
  registry: publish.registry,
});

/** Ways on which a registry is asked for a token. */
const asking = (routes: readonly PublishRoute[]): PublishRoute[] =>
  routes.filter(({ publish }) => isByIdentity(publish));

/** `id-token: write`, in the job and in what calls it. */
export const checkIdToken: TrustCheck = ({ routes }) =>
  distinct(
    asking(routes).flatMap((route) => {
      const { written, job, caller, ceiling } = route;
      if (permissionFor(written, job, 'id-token') !== 'write') {
        // A called job without permissions of its own has its caller's.
        const inherits = caller !== null && !job.permissions && !written.permissions;
        if (!inherits) return [noIdToken.at(at(route), named(route))];
      }
      if (caller === null || ceiling === 'write') return [];
      const where = { file: route.started.file, line: caller.line };
      return [idTokenCeiling.at(where, { ...named(route), caller: caller.id })];
    }),
  );

/** Events whose runs registries refuse. */
export const checkEvents: TrustCheck = ({ routes }) =>
  distinct(
    routes
      .filter(({ publish }) => takesIdentity(publish.registry))
      .flatMap((route): Finding[] => {
        const { event, line } = route.trigger;
        const where = { file: route.started.file, line };
        if (event === 'pull_request') {
          // A plan that is made in the run, or the script itself, may publish on tags alone.
          const isSure = route.runs === true && !everyStepOf(route.job).some(asksForEvent);
          return isSure ? [forkIdentity.at(where, named(route))] : [];
        }
        const isForbidden =
          event === 'pull_request_target' ||
          (route.publish.registry === 'crates.io' && cratesIoForbids.includes(event));
        if (!isForbidden || !isByIdentity(route.publish)) return [];
        return [forbiddenEvent.at(where, { ...named(route), event, text: '' })];
      }),
  );

function asksForEvent({ run }: Step): boolean {
  return /GITHUB_REF|GITHUB_EVENT_NAME|github\.(ref|event)/.test(run?.value ?? '');
}

/** Jobs that publish from a workflow that another one calls. */
export const checkCalls: TrustCheck = ({ routes }) =>
  distinct(
    asking(routes)
      .filter(({ started, written }) => started !== written)
      .map((route) =>
        calledPublish.at(at(route), {
          ...named(route),
          written: route.written.file,
          started: route.started.file,
        }),
      ),
  );

/** An identity for what lies in another repository, where nobody sees here what it does. */
export const checkForeignCalls: TrustCheck = ({ workflows, evidence }) =>
  workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job) => {
      if (!job.call || job.call.path !== null || isOwn(job.call.uses, evidence)) return [];
      if (permissionFor(workflow, job, 'id-token') !== 'write') return [];
      const where = { file: workflow.file, line: job.call.line };
      return [foreignCall.at(where, { job: job.id, uses: job.call.uses })];
    }),
  );

/** Whether a workflow that is named with its repository lies in this one. */
function isOwn(uses: string, { remote }: Evidence): boolean {
  return remote !== null && uses.toLowerCase().startsWith(`${remote.toLowerCase()}/`);
}

/** A token that one job asked for and another uses: it is revoked by then. */
export const checkHandedOn: Check = ({ workflows }) =>
  workflows.flatMap(({ file, jobs }) => {
    const minting = jobs.filter(mints).map(({ id }) => id);
    return jobs.flatMap((job) =>
      everyStepOf(job).flatMap((step) =>
        [...step.env.values(), ...step.with.values(), ...job.env.values()].flatMap((text) => {
          const from = /\bneeds\.([\w-]+)\.outputs\.\w*token/i.exec(text.value)?.[1];
          if (from === undefined || !minting.includes(from)) return [];
          const written = [...job.env.values()].includes(text) ? file : step.file;
          return [tokenHandedOn.at({ file: written, line: text.line }, { job: job.id, from })];
        }),
      ),
    );
  });

function mints(job: Job): boolean {
  return everyStepOf(job).some(({ uses }) =>
    /crates-io-auth-action|mint.*token/i.test(uses?.action ?? ''),
  );
}

/**
 * The right to ask for an identity, given by the workflow to jobs that publish nothing. A job that has it in its
 * own permissions has a reason, though it may not be seen here.
 */
export const checkIdTokenWidth: TrustCheck = ({ workflows, description, routes }) => {
  const publishing = new Set([
    ...description.publishes.map(({ workflow, job }) => `${workflow} ${job}`),
    ...routes.flatMap(({ started, caller }) => (caller ? [`${started.file} ${caller.id}`] : [])),
  ]);
  const releasing = workflows.filter(({ file }) => description.files.includes(file));
  return releasing.flatMap((workflow) => {
    const wide = workflow.jobs.filter(
      (job) =>
        job.permissions === null &&
        permissionFor(workflow, job, 'id-token') === 'write' &&
        !publishing.has(`${workflow.file} ${job.id}`) &&
        !asksForIdentity(job) &&
        job.call?.path !== null,
    );
    if (wide.length === 0) return [];
    const where = { file: workflow.file, line: workflow.permissions?.line ?? 1 };
    return [idTokenTooWide.at(where, { jobs: wide.map(({ id }) => id) })];
  });
};

/** Attestations, pages, clouds and other registries take identities as well. */
function asksForIdentity({ steps }: Job): boolean {
  return steps.some(({ uses }) =>
    /attest|sigstore|cosign|slsa|deploy-pages|configure-aws-credentials|google-github-actions\/auth|azure\/login|codecov|crates-io-auth|nuget\/login|rubygems|octo-sts|vault-action/i.test(
      uses?.action ?? '',
    ),
  );
}
