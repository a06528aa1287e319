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
import { cratesIoForbids, type Road } from '../claims/index.ts';
import type { Evidence } from '../evidence/index.ts';
import { everyStepOf, permissionFor, type Job, type Step } from '../workflow/index.ts';
import { distinct, isByIdentity, takesIdentity, type Check, type TrustCheck } from './context.ts';

const at = ({ publish }: Road): { file: string; line: number } => ({
  file: publish.file,
  line: publish.line,
});

const named = ({ publish }: Road): { job: string; registry: string } => ({
  job: publish.job,
  registry: publish.registry,
});

/** Ways on which a registry is asked for a token. */
const asking = (roads: readonly Road[]): Road[] =>
  roads.filter(({ publish }) => isByIdentity(publish));

/** `id-token: write`, in the job and in what calls it. */
export const checkIdToken: TrustCheck = ({ roads }) =>
  distinct(
    asking(roads).flatMap((road) => {
      const { written, job, caller, ceiling } = road;
      if (permissionFor(written, job, 'id-token') !== 'write') {
        // A called job without permissions of its own has its caller's.
        const inherits = caller !== null && !job.permissions && !written.permissions;
        if (!inherits) return [noIdToken.at(at(road), named(road))];
      }
      if (caller === null || ceiling === 'write') return [];
      const where = { file: road.started.file, line: caller.line };
      return [idTokenCeiling.at(where, { ...named(road), caller: caller.id })];
    }),
  );

/** Events whose runs registries refuse. */
export const checkEvents: TrustCheck = ({ roads }) =>
  distinct(
    roads
      .filter(({ publish }) => takesIdentity(publish.registry))
      .flatMap((road): Finding[] => {
        const { event, line } = road.trigger;
        const where = { file: road.started.file, line };
        if (event === 'pull_request') {
          // A plan that is made in the run, or the script itself, may publish on tags alone.
          const isSure = road.runs === true && !everyStepOf(road.job).some(asksForEvent);
          return isSure ? [forkIdentity.at(where, named(road))] : [];
        }
        const isForbidden =
          event === 'pull_request_target' ||
          (road.publish.registry === 'crates.io' && cratesIoForbids.includes(event));
        if (!isForbidden || !isByIdentity(road.publish)) return [];
        return [forbiddenEvent.at(where, { ...named(road), event, text: '' })];
      }),
  );

function asksForEvent({ run }: Step): boolean {
  return /GITHUB_REF|GITHUB_EVENT_NAME|github\.(ref|event)/.test(run?.value ?? '');
}

/** Jobs that publish from a workflow that another one calls. */
export const checkCalls: TrustCheck = ({ roads }) =>
  distinct(
    asking(roads)
      .filter(({ started, written }) => started !== written)
      .map((road) =>
        calledPublish.at(at(road), {
          ...named(road),
          written: road.written.file,
          started: road.started.file,
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
export const checkIdTokenWidth: TrustCheck = ({ workflows, description, roads }) => {
  const publishing = new Set([
    ...description.publishes.map(({ workflow, job }) => `${workflow} ${job}`),
    ...roads.flatMap(({ started, caller }) => (caller ? [`${started.file} ${caller.id}`] : [])),
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
