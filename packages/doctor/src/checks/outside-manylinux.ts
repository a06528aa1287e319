import { outsideManylinux } from '@slipway/release/finding';
import type { WheelJob } from '../release-workflow/index.ts';
import type { Workflow } from '../workflow/index.ts';
import type { Check } from './context.ts';

/** Wheels for glibc that maturin builds on the runner itself, and that nothing checks or repairs. */
export const checkManylinux: Check = ({ workflows, description }) => {
  if (description.publishes.length === 0) return [];
  const found = new Map<string, WheelJob>();
  for (const wheel of description.wheels) {
    const key = `${wheel.file}:${wheel.line}:${wheel.job}`;
    if (isOutside(wheel) && !isCared(wheel, workflows) && !found.has(key)) found.set(key, wheel);
  }
  return [...found.values()].map(({ file, line, job, target, runner }) =>
    outsideManylinux.at({ file, line }, { job, target: target!, runner: runner ?? 'the runner' }),
  );
};

function isOutside({ tool, target, place, policy }: WheelJob): boolean {
  if (place !== 'host' || !target?.includes('linux-gnu')) return false;
  // maturin that is told a policy checks the wheel against it, and fails where it does not hold.
  if (tool === 'maturin') return policy === null || policy === 'off' || policy === 'linux';
  return tool === 'maturin-action';
}

/** In an image that is not known here, or given to auditwheel afterwards. */
function isCared(wheel: WheelJob, workflows: readonly Workflow[]): boolean {
  const workflow = workflows.find(({ file }) => file === wheel.workflow);
  const job = workflow?.jobs.find(({ id }) => id === wheel.job);
  if (!job) return false;
  return job.container !== null || job.steps.some(({ run }) => /auditwheel/.test(run?.value ?? ''));
}
