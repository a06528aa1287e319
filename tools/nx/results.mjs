/**
 * node tools/nx/results.mjs FOLDER [--count]: the failed tests of vitest's JSON reports below a folder, a line each; with
 * --count how many have passed and failed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, how] = process.argv.slice(2);
// None where the first of them could not even start.
const reports = (existsSync(folder) ? readdirSync(folder, { recursive: true }) : [])
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));

if (how === '--count') {
  const sum = (key) => reports.reduce((all, report) => all + report[key], 0);
  console.log(sum('numPassedTests'), sum('numFailedTests'));
} else {
  for (const { name, status, message, assertionResults } of reports.flatMap((r) => r.testResults)) {
    if (status !== 'failed') continue;
    console.log(`${name} ${firstLine(message)}`);
    for (const { status: verdict, fullName, failureMessages } of assertionResults) {
      if (verdict === 'failed') console.log(`  ${fullName}\n    ${firstLine(failureMessages[0])}`);
    }
  }
}

function firstLine(text = '') {
  return text.replaceAll(/\u001b\[\d*m/g, '').split('\n')[0];
}
