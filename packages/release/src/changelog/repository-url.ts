/** A repository whose pages have GitHub's addresses, so that commits and issues can be linked. */
export interface LinkedRepository {
  /** With the scheme: `https://github.com`. */
  readonly host: string;
  readonly owner: string;
  readonly repository: string;
}

const URL_FORM =
  /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]+@)?([^/:]+)(?::\d+)?\/([^/]+)\/([^/]+)$/;
const SCP_FORM = /^(?:[^@/]+@)([^/:]+):([^/]+)\/([^/]+)$/;

/** Host, owner and name in any form of a GitHub address; null for none and for other hosts. */
export function parseRepositoryUrl(url: string | null): LinkedRepository | null {
  const plain =
    url
      ?.trim()
      .replace(/[#?].*$/, '')
      .replace(/\/+$/, '')
      .replace(/\.git$/, '') ?? '';
  const [, host, owner, repository] = URL_FORM.exec(plain) ?? SCP_FORM.exec(plain) ?? [];
  if (!host || !owner || !repository || !/^(?:[\w-]+\.)*github\./.test(host)) return null;
  return { host: `https://${host}`, owner, repository };
}
