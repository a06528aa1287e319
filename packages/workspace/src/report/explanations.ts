import type { Finding } from '@slipway/release/finding';
import type { Paint } from '@slipway/release/report';

/**
 * What the texts of servers and tools within errors mean, for people; the catalogue is loaded only then. Codes that
 * a finding has itself are not told again.
 */
export async function explainErrors(findings: readonly Finding[], paint: Paint): Promise<string[]> {
  // Of builds, identities and uploads: there others speak.
  const errors = findings.filter(
    ({ severity, code }) => severity === 'error' && /^SLW[234]/.test(code),
  );
  if (errors.length === 0) return [];
  const { explain } = await import('@slipway/release/explanation');
  const remedies = errors.map(({ remedy }) => remedy);
  const told = new Set(errors.map(({ code }) => code));
  const found = explain(errors.map(({ message }) => message).join('\n'));
  return found
    .filter(({ code }) => !told.has(code))
    .map(({ code, title, cause, remedy }) => {
      // An error that has its remedy from here has said it.
      const mends = remedies.includes(remedy) ? '' : `\n  try  ${remedy}`;
      return `${paint('bold', `that is ${code}`)}  ${title}\n  why  ${cause}${mends}`;
    });
}
