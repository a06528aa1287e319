import { Refusal } from '../message/message.ts';
import { accountOf } from '../state/account.ts';
import type { Project } from '../state/rows.ts';
import { siteOf, type State } from '../state/state.ts';
import { help, projectsOf, type Site } from './site.ts';

/** Step 1 of an upload: what the site does not do at the moment. */
export function verifyOpen(site: Site, state: State): void {
  const { mode } = siteOf(site.registry, state);
  if (mode === 'read-only') {
    throw new Refusal(403, 'Read-only mode: Uploads are temporarily disabled.');
  }
  if (mode !== 'no-uploads') return;
  const seeAlso = help(site, 'admin-intervention');
  throw new Refusal(
    403,
    `New uploads are temporarily disabled. See ${seeAlso} for more information.`,
  );
}

/** What the owner's account must have before it may upload; a run has no account. */
export function verifyAccount(site: Site, state: State): void {
  const { verifiedEmail, twoFactor } = accountOf(site.registry, state);
  const who = `User 'owner', associated with the API token used, does not have`;
  const more = (anchor: string) => `See ${help(site, anchor)} for more information.`;
  if (!verifiedEmail) {
    throw new Refusal(
      403,
      `${who} a verified primary email address. Please add a verified primary email before attempting to upload to PyPI. ${more('verified-email')}`,
    );
  }
  if (twoFactor) return;
  throw new Refusal(
    403,
    `${who} two-factor authentication enabled. Please enable two-factor authentication before attempting to upload to PyPI. ${more('two-factor-authentication')}`,
  );
}

const day = 24 * 60 * 60_000;
const usualProjects = 4;

/** A person may create so many projects in a day; what a pending publisher creates is not counted. */
export function verifyCreationRate(site: Site, state: State, now: number): void {
  const limit = accountOf(site.registry, state).bursts['new-project'] ?? usualProjects;
  const isRecent = ({ byUser, createdAt }: Project): boolean =>
    byUser === true && createdAt > now - day;
  if (projectsOf(site, state).filter(isRecent).length < limit) return;
  throw new Refusal(429, 'Too many new projects created', {
    headers: { 'ratelimit-policy': `"project.create.user";q=${limit};w=86400;pk=:user:` },
  });
}

/** Step 9, and what a project that is put away means for a run's token. */
export function verifyActive(project: Project, isRun: boolean, site: Site): void {
  const { name, status = 'active' } = project;
  if (status === 'inactive-organization') {
    throw new Refusal(
      400,
      'Organization account owning this project is inactive. This may be due to inactive billing for Company Organizations, or administrator intervention for Community Organizations. Please contact support+orgs@pypi.org.',
    );
  }
  if (status === 'active') return;
  const who = isRun ? "The given token isn't allowed" : "The user 'owner' isn't allowed";
  throw new Refusal(
    403,
    `${who} to upload to project '${name}'. See ${help(site, 'project-name')} for more information.`,
  );
}
