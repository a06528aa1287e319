import {
  actionTwice,
  artifactClash,
  attestationWithToken,
  dockerOffLinux,
  noContentsWrite,
  noConcurrency,
  silentTrigger,
  unpinnedAction,
  type Finding,
} from '@slipway/release/finding';
import { githubAuthOf, runsOf, type JobRun, type StepRun } from '../release-workflow/index.ts';
import {
  everyStepOf,
  permissionFor,
  type Job,
  type Uses,
  type Workflow,
} from '../workflow/index.ts';
import {
  distinct,
  isPackageRegistry,
  type Check,
  type Context,
  type TrustCheck,
} from './context.ts';

/** The workflows that publish packages, with those of their jobs which do. */
export function publishing({
  workflows,
  description,
}: Context): { workflow: Workflow; jobs: Job[] }[] {
  return workflows.flatMap((workflow) => {
    const jobs = workflow.jobs.filter(({ id }) =>
      description.publishes.some(
        (one) =>
          one.workflow === workflow.file && one.job === id && isPackageRegistry(one.registry),
      ),
    );
    return jobs.length > 0 ? [{ workflow, jobs }] : [];
  });
}

const pypiAction = /^pypa\/gh-action-pypi-publish$/i;

/** Whether others can put something else in the place of an action. GitHub's own are GitHub's, as the runner is. */
function isMovable({ action, ref }: Uses): boolean {
  if (action.startsWith('docker:')) return !/@sha256:[0-9a-f]{64}$/.test(action);
  return ref !== null && !/^(actions|github)\//.test(action) && !/^[0-9a-f]{40}$/.test(ref);
}

/** Actions of others in jobs that publish, by a tag or branch that can move; also in the composite actions there. */
export const checkPins: Check = (context) =>
  distinct(
    publishing(context).flatMap(({ jobs }) =>
      jobs.flatMap((job) =>
        everyStepOf(job).flatMap(({ uses, file }) => {
          if (!uses || !isMovable(uses)) return [];
          const name = uses.ref === null ? uses.action : `${uses.action}@${uses.ref}`;
          return [unpinnedAction.at({ file, line: uses.line }, { job: job.id, uses: name })];
        }),
      ),
    ),
  );

/** Whether two releases may run at once, or one be cancelled half-way. */
export const checkConcurrency: Check = (context) =>
  publishing(context).flatMap(({ workflow: { file, concurrency, triggers } }) => {
    const cancels = concurrency?.cancelInProgress ?? null;
    if (concurrency && (cancels === null || cancels === 'false')) return [];
    const line = concurrency?.line ?? triggers[0]?.line ?? 1;
    if (cancels !== null && cancels !== 'true') return [];
    return [noConcurrency.at({ file, line }, { file, cancels: cancels === 'true' })];
  });

/** A GitHub release by the job's own token without `contents: write`, where permissions are written at all. */
export const checkContents: Check = ({ workflows, description }) =>
  distinct(
    description.publishes
      .filter(({ registry, auth }) => registry === 'GitHub release' && auth.kind === 'github')
      .flatMap(({ workflow: file, job, line, file: written }) => {
        const workflow = workflows.find((one) => one.file === file);
        const found = workflow?.jobs.find(({ id }) => id === job);
        if (!workflow || !found) return [];
        const level = permissionFor(workflow, found, 'contents');
        return level === null || level === 'write'
          ? []
          : [noContentsWrite.at({ file: written, line }, { job })];
      }),
  );

/** Steps of every run of every job. */
function everyStep({ workflows }: Context): { run: JobRun; step: StepRun; of: JobRun[] }[] {
  return workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job) => {
      const runs = runsOf(workflow, job);
      return runs.flatMap((run) => run.steps.map((step) => ({ run, step, of: runs })));
    }),
  );
}

/** Artifacts of one name from several runs of a job. */
export const checkArtifactNames: Check = (context) =>
  distinct(
    everyStep(context).flatMap(({ run: { job }, step, of }): Finding[] => {
      const { uses, file, line } = step.step;
      // Of runs with a condition that cannot be read, one alone may upload.
      if (step.runs === null) return [];
      const isUpload =
        uses?.action === 'actions/upload-artifact' && !/^v[123]\b/.test(uses.ref ?? '');
      const name = step.input('name') || 'artifact';
      if (!isUpload || of.length < 2 || !job.rowsKnown || name.includes('${{')) return [];
      if (step.input('overwrite') === 'true' || !context.description.files.includes(file))
        return [];
      const same = of.filter((other) =>
        other.steps.some(
          (one) => one.step === step.step && (one.input('name') || 'artifact') === name,
        ),
      );
      return same.length < 2 ? [] : [artifactClash.at({ file, line }, { job: job.id, name })];
    }),
  );

/** What runs on Linux alone, elsewhere; twice in one job; and with attestations that PyPI refuses. */
export const checkPypiAction: Check = (context) =>
  distinct(
    everyStep(context).flatMap(({ run, step }) => {
      const { uses, file, line } = step.step;
      if (!uses || !pypiAction.test(uses.action)) return [];
      const job = run.job.id;
      const action = uses.action;
      const at = { file, line };
      const offLinux = run.machine !== null && run.machine.os !== 'Linux';
      const others = run.steps.filter((one) => pypiAction.test(one.step.uses?.action ?? ''));
      // Of steps with conditions one may run instead of the other.
      const attesting = others.filter(
        (one) => attests(one) && one.runs === true && folderOf(one) === folderOf(step),
      );
      const isCleared = run.steps.some((one) => /attestation/.test(one.step.run?.value ?? ''));
      const isSecond = attesting.indexOf(step) > 0 && !isCleared;
      const withToken = step.input('password') !== '' && step.input('attestations') === 'true';
      return [
        ...(offLinux ? [dockerOffLinux.at(at, { job, action, runner: run.runner ?? '' })] : []),
        ...(isSecond ? [actionTwice.at(at, { job, action })] : []),
        ...(withToken ? [attestationWithToken.at(at, { job })] : []),
      ];
    }),
  );

function folderOf(step: StepRun): string {
  const folder = step.input('packages-dir') || step.input('packages_dir') || 'dist';
  return folder.replace(/^\.\//, '').replace(/\/$/, '');
}

/** On by default where a token is exchanged. */
function attests(step: StepRun): boolean {
  return step.input('attestations') !== 'false' && step.input('password') === '';
}

/** Tags and releases that a workflow makes with the token which starts nothing. */
export const checkSilentTriggers: TrustCheck = ({ workflows, routes }) => {
  const waiting = routes.filter(
    ({ publish, trigger, ref, started }) =>
      isPackageRegistry(publish.registry) &&
      ((trigger.event === 'push' && ref.startsWith('refs/tags/')) || trigger.event === 'release') &&
      // What can be started by hand as well is started so.
      !started.triggers.some(
        ({ event }) => event === 'workflow_dispatch' || event === 'workflow_call',
      ),
  );
  return distinct(
    waiting.flatMap(({ started, trigger }) =>
      workflows
        .filter((one) => one !== started)
        .flatMap((one) =>
          one.jobs.flatMap((job) => {
            const maker = makerOf(one, job, trigger.event);
            if (!maker) return [];
            const context = { file: started.file, event: thing[trigger.event]!, by: maker.how };
            return [silentTrigger.at({ file: one.file, line: maker.line }, context)];
          }),
        ),
    ),
  );
};

const thing: Readonly<Record<string, string>> = { push: 'tag', release: 'release' };

/** The step that pushes a tag, or makes a release, with GITHUB_TOKEN. */
function makerOf(
  workflow: Workflow,
  job: Job,
  event: string,
): { line: number; how: string } | null {
  const checksOutOwn = everyStepOf(job).some(
    ({ uses, with: inputs }) => uses?.action === 'actions/checkout' && inputs.has('token'),
  );
  for (const run of runsOf(workflow, job)) {
    for (const step of run.steps) {
      const { uses, line } = step.step;
      if (event === 'push' && !checksOutOwn) {
        const push = step.commands.find(
          ({ name, arguments: words }) =>
            name === 'git' &&
            words[0]?.text === 'push' &&
            words.some(({ text }) =>
              /--tags|--follow-tags|refs\/tags|^v\d|\$\{?(tag|version)/i.test(text),
            ),
        );
        if (push) return { line: push.command.line, how: `\`git push\` in ${job.id}` };
      }
      if (event !== 'release' || githubAuthOf(run, step).kind !== 'github') continue;
      if (
        /softprops\/action-gh-release|ncipollo\/release-action|actions\/create-release/i.test(
          uses?.action ?? '',
        )
      ) {
        return { line, how: `${uses!.action} in ${job.id}` };
      }
      const gh = step.commands.find(
        ({ name, arguments: words }) =>
          name === 'gh' && words[0]?.text === 'release' && words[1]?.text === 'create',
      );
      if (gh) return { line: gh.command.line, how: `\`gh release create\` in ${job.id}` };
    }
  }
  return null;
}
