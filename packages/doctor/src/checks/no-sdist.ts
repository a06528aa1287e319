import { noSdist } from '@slipway/release/finding';
import { everyStepOf } from '../workflow/index.ts';
import type { Check } from './context.ts';

/** Wheels go to PyPI, and nothing that could be an sdist is built anywhere. */
export const checkSdist: Check = ({ workflows, description }) => {
  const { wheels, sdist, publishes } = description;
  const publish = publishes.find(({ registry }) => registry === 'PyPI');
  if (!publish || sdist || wheels.length === 0) return [];
  const steps = workflows.flatMap(({ jobs }) => jobs.flatMap(everyStepOf));
  // A script or an action that is not known here may build it under this name.
  const mentioned = steps.some(({ run, uses }) => /sdist/i.test(`${run?.value} ${uses?.action}`));
  if (mentioned) return [];
  return [noSdist.at({ file: publish.file, line: publish.line }, { registry: publish.registry })];
};
