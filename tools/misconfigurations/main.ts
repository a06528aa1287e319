import { breakSetup, findingsOf, readGood, readMisconfigurations } from './examine.ts';

/**
 * Runs the doctor over every deliberate misconfiguration: what it found before anything is published, for
 * people on stderr, and the figures on stdout as one line of JSON.
 */
const good = await readGood();
const wrong = findingsOf(good).filter(({ severity }) => severity === 'error');
const all = await readMisconfigurations();
const missed: string[] = [];
for (const one of all) {
  const codes = [...new Set(findingsOf(breakSetup(good, one)).map(({ code }) => code))];
  const isFound = codes.includes(one.finds);
  if (!isFound) missed.push(one.name);
  const others = codes.filter((code) => code !== one.finds);
  const more = others.length > 0 ? `  (also ${others.join(', ')})` : '';
  console.error(`${isFound ? '✔' : '✖'} ${one.finds}  ${one.broken}${more}`);
}
const found = all.length - missed.length;
console.error(
  `\n${found} of ${all.length} misconfigurations are found before anything is published.`,
);
console.error(`${wrong.length} errors in the set-up that is right.`);
console.log(JSON.stringify({ cases: all.length, found, falseErrors: wrong.length, missed }));
process.exitCode = missed.length === 0 && wrong.length === 0 ? 0 : 1;
