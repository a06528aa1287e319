import { entries } from '../../packages/release/src/explanation/index.ts';
import { logFindings, nowhere, type Finding } from '../../packages/release/src/finding/index.ts';
import {
  breakSetup,
  findingsOf,
  readGood,
  readMisconfigurations,
} from '../misconfigurations/examine.ts';

/** What the doctor says of set-ups that are wrong on purpose, for the codes that are only its own. */
export async function ofMisconfigurations(): Promise<Finding[]> {
  const good = await readGood();
  const all = await readMisconfigurations();
  const own = all.filter(({ finds }) => finds >= 'SLW610');
  return own.flatMap((one) =>
    findingsOf(breakSetup(good, one)).filter(({ code }) => code === one.finds),
  );
}

/** What logs say, for the codes that only explain them. */
export function ofLogs(): Finding[] {
  return logFindings.flatMap((kind) =>
    entries
      .filter(({ code }) => code === kind.code)
      .map(({ sample: text }) => kind.at(nowhere, { text: text.split('\n')[0] ?? '' })),
  );
}
