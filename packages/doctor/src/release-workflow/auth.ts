import { permissionFor } from '../workflow/index.ts';
import type { Auth } from './model.ts';
import type { JobRun, StepRun } from './run.ts';

/** A text in which a credential may stand: an input, an option's value, a variable. */
export interface Credential {
  readonly text: string;
  readonly line: number;
}

/**
 * Takes the credentials that a step may use, the first that is there decides; and whether the tool asks
 * for an identity token by itself when it has none. Returns how the step authenticates.
 */
export function authOf(
  run: JobRun,
  step: StepRun,
  credentials: readonly (Credential | null)[],
  asksForIdentity: boolean,
): Auth {
  for (const credential of credentials) {
    if (!credential || credential.text === '') continue;
    const text = resolve(credential.text, step.env);
    const secret = /\bsecrets(?:\.|\[')([\w-]+)/.exec(text)?.[1];
    const isOwn = secret === undefined && /\bgithub\.token\b/.test(text);
    if (secret === 'GITHUB_TOKEN' || isOwn) return { kind: 'github' };
    if (secret) return { kind: 'token', secret, line: credential.line };
    if (/\b(steps|needs)\./.test(text)) return exchanged(run);
    return { kind: 'unknown', isGiven: true };
  }
  if (asksForIdentity) {
    return run.idToken ? { kind: 'oidc' } : { kind: 'unknown', isGiven: leavesCredentials(run) };
  }
  return exchanges(run) ? { kind: 'oidc' } : { kind: 'unknown', isGiven: true };
}

/** Whether a step may leave a credential for those after it, where tools look by themselves. */
function leavesCredentials(run: JobRun): boolean {
  return run.steps.some(({ step }) =>
    /GITHUB_ENV|\.pypirc|\.netrc|keyring/.test(step.run?.value ?? ''),
  );
}

/** As {@link authOf}, at GitHub itself: there a job has a token unless a step is given another. */
export function githubAuthOf(run: JobRun, step: StepRun): Auth {
  const credentials = [
    input(step, 'token', 'github_token', 'github-token', 'repo_token', 'repo-token'),
    variable(step, 'GH_TOKEN'),
    variable(step, 'GITHUB_TOKEN'),
  ];
  if (credentials.every((one) => !one?.text)) return { kind: 'github' };
  const auth = authOf(run, step, credentials, false);
  // What another step hands on is the token of an app, or a secret: not that of the job.
  return auth.kind === 'oidc' ? { kind: 'unknown', isGiven: true } : auth;
}

/** The variable of a step as a credential; null where nothing sets it. */
export function variable(step: StepRun, name: string): Credential | null {
  const text = step.env.get(name);
  if (text === undefined) return null;
  return { text, line: step.lineOf(name) };
}

/** The input of a step as a credential; null where it is not given. */
export function input(step: StepRun, ...names: readonly string[]): Credential | null {
  for (const name of names) {
    const written = step.step.with.get(name);
    if (written) return { text: step.input(name), line: written.line };
  }
  return null;
}

/** What an earlier step handed on is a short-lived token where the job may ask for an identity. */
function exchanged(run: JobRun): Auth {
  const mayAsk = permissionFor(run.workflow, run.job, 'id-token') === 'write';
  return exchanges(run) || mayAsk ? { kind: 'oidc' } : { kind: 'unknown', isGiven: true };
}

function exchanges(run: JobRun): boolean {
  return run.steps.some(({ step }) =>
    /^(rust-lang\/crates-io-auth-action|.*mint.*)$/.test(step.uses?.action ?? ''),
  );
}

function resolve(text: string, env: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$\{?(?:env:)?([A-Za-z_]\w*)\}?/g,
    (written, name: string) => env.get(name) ?? written,
  );
}
