import type { Publisher } from '../claims/index.ts';
import type { ProjectEvidence } from '../evidence/index.ts';
import type { SetupStep, Superfluous, Wanted } from './model.ts';

const api = '/api/v1/trusted_publishing/github_configs';

/** The publisher that a crate lacks; crates.io takes names in any letter case. */
export function crateSteps(
  { publishers }: Wanted,
  name: string,
  known: readonly Publisher[],
): SetupStep[] {
  const all = publishers['crates.io'];
  if (known.some((one) => all.some((wanted) => isSame(one, wanted, ignoringCase)))) return [];
  const { owner, repository, workflow, environment } = all[0];
  return [
    {
      title: `register ${workflow} of ${owner}/${repository} as publisher of ${name} at crates.io`,
      requests: [
        {
          to: 'crates.io',
          method: 'POST',
          path: api,
          needs: 'the scope trusted-publishing',
          body: {
            github_config: {
              crate: name,
              repository_owner: owner,
              repository_name: repository,
              workflow_filename: workflow,
              environment,
            },
          },
        },
      ],
      byHand: null,
    },
  ];
}

/**
 * Publishers of this repository that can be no use: for a file that is not there, or for an owner who had the name
 * before. Whose file comes back, or who has the number, could publish by them.
 */
export function superfluousAt(
  { publishers, workflows }: Wanted,
  name: string,
  known: readonly Publisher[],
): Superfluous[] {
  const { owner, ownerId, repository, workflow } = publishers['crates.io'][0];
  const files = [...workflows, workflow];
  return known.flatMap((one) => {
    const isOurs = ignoringCase(one.owner, owner) && ignoringCase(one.repository, repository);
    const isFormer = !isSameNumber(one.ownerId, ownerId);
    if (!isOurs || (!isFormer && files.includes(one.workflow))) return [];
    const why = isFormer
      ? `its owner had the number ${one.ownerId}, and ${owner} has ${ownerId}`
      : 'there is no such workflow';
    return [
      {
        title: `crates.io lets ${one.workflow} of ${one.owner}/${one.repository} publish ${name}, but ${why}`,
        page: `crates.io → ${name} → Settings → Trusted Publishing → Remove`,
        command: one.id
          ? `curl -X DELETE -H "Authorization: $CRATES_IO_TOKEN" https://crates.io${api}/${one.id}`
          : null,
      },
    ];
  });
}

/** PyPI has no API for publishers: the values, and the page to type them in. */
export function projectSteps(
  wanted: Wanted,
  { name, exists, publishers }: ProjectEvidence,
): SetupStep[] {
  const all = wanted.publishers.PyPI;
  const isThere = (known: Publisher): boolean => all.some((one) => isSame(known, one, letters));
  if (publishers.known && publishers.value.some(isThere)) return [];
  const isNew = exists.known && !exists.value;
  const { owner, repository, workflow, environment } = all[0];
  const values: (readonly [string, string])[] = [
    ...(isNew ? [['PyPI Project Name', name] as const] : []),
    ['Owner', owner],
    ['Repository name', repository],
    ['Workflow name', workflow],
    ['Environment name', environment ?? '(none)'],
  ];
  const page = isNew
    ? 'PyPI → Your account → Publishing → Add a new pending publisher'
    : `PyPI → Your projects → ${name} → Manage → Publishing → Add a new publisher`;
  return [
    {
      title: `register ${workflow} as publisher of ${name} at PyPI`,
      requests: [],
      byHand: { page, values },
    },
  ];
}

type Compare = (a: string, b: string) => boolean;

const letters: Compare = (a, b) => a === b;
const ignoringCase: Compare = (a, b) => a.toLowerCase() === b.toLowerCase();

/** Numbers differ only where both are known. */
const isSameNumber = (a: string | null, b: string | null): boolean =>
  a === null || b === null || a === b;

function isSame(a: Publisher, b: Publisher, isRepository: Compare): boolean {
  return (
    ignoringCase(a.owner, b.owner) &&
    isSameNumber(a.ownerId, b.ownerId) &&
    isRepository(a.repository, b.repository) &&
    a.workflow === b.workflow &&
    ignoringCase(a.environment ?? '', b.environment ?? '')
  );
}
