import { breakSetup, findingsOf, readGood, readMisconfigurations } from './examine.ts';

/** Runs the doctor over every deliberate misconfiguration, and prints what it found before anything is published. */
const good = await readGood();
const wrong = findingsOf(good).filter(({ severity }) => severity === 'error');
const all = await readMisconfigurations();
let found = 0;
for (const one of all) {
  const codes = [...new Set(findingsOf(breakSetup(good, one)).map(({ code }) => code))];
  const isFound = codes.includes(one.finds);
  if (isFound) found += 1;
  const others = codes.filter((code) => code !== one.finds);
  const more = others.length > 0 ? `  (also ${others.join(', ')})` : '';
  console.log(`${isFound ? '✔' : '✖'} ${one.finds}  ${one.broken}${more}`);
}
console.log(
  `\n${found} of ${all.length} misconfigurations are found before anything is published.`,
);
console.log(`${wrong.length} errors in the set-up that is right.`);
process.exitCode = found === all.length && wrong.length === 0 ? 0 : 1;
