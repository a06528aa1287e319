import { entries } from '../../packages/release/src/explanation/index.ts';
import {
  logFindings,
  nowhere,
  type ExampleSource,
  type Finding,
} from '../../packages/release/src/finding/index.ts';
import {
  breakSetup,
  findingsOf,
  readGood,
  readMisconfigurations,
} from '../misconfigurations/examine.ts';

/** Examples that are found where the findings are provoked. */
export const derivedExamples: Readonly<Record<ExampleSource, readonly Finding[]>> = {
  'doctor/cases': await ofMisconfigurations(),
  'release/explanation': ofLogs(),
};

/** What the doctor says of each set-up that is wrong on purpose. */
async function ofMisconfigurations(): Promise<Finding[]> {
  const good = await readGood();
  const all = await readMisconfigurations();
  return all.flatMap((one) =>
    findingsOf(breakSetup(good, one)).filter(({ code }) => code === one.finds),
  );
}

/** What logs say, for the codes that only explain them. */
function ofLogs(): Finding[] {
  return logFindings.flatMap((kind) =>
    entries
      .filter(({ code }) => code === kind.code)
      .map(({ sample }) => kind.at(nowhere, { text: sample.split('\n')[0] ?? '' })),
  );
}
