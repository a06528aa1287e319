import type { Matrix, ReleaseDescription } from '@slipway/doctor/release-workflow';
import type { Finding } from '@slipway/release/finding';
import type { Texts } from './repository.ts';

/** What the workflows of the repository do today, and what is wrong with it. */
export interface ExistingRelease {
  readonly description: ReleaseDescription;
  readonly matrix: Matrix;
  readonly findings: readonly Finding[];
}

/** Whether a file can be part of a workflow. */
export function isWorkflowText(file: string): boolean {
  return file.startsWith('.github/workflows/') || /(^|\/)action\.ya?ml$/.test(file);
}

/** Reads the workflows; null where there are none. GitHub's parser is loaded only then. */
export async function readExistingRelease({
  texts,
  listing,
}: Texts): Promise<ExistingRelease | null> {
  if (![...texts.keys()].some((file) => file.startsWith('.github/workflows/'))) return null;
  const [{ readWorkflows }, { describeRelease, proposeMatrix }, { checkWorkflows }] =
    await Promise.all([
      import('@slipway/doctor/workflow'),
      import('@slipway/doctor/release-workflow'),
      import('@slipway/doctor/checks'),
    ]);
  const { workflows, findings } = readWorkflows(texts, listing);
  const description = describeRelease(workflows);
  const wrong = checkWorkflows(workflows, listing, description);
  return { description, matrix: proposeMatrix(description), findings: [...findings, ...wrong] };
}

/** In a few lines, for people. */
export function describeExisting({ description, matrix }: ExistingRelease): string[] {
  const { publishes, sdist, environments } = description;
  const { platforms, interpreters } = matrix;
  const count = platforms.reduce((sum, one) => sum + Math.max(1, one.interpreters.length), 0);
  const names = platforms.map(({ target }) => target);
  const wheels =
    platforms.length === 0
      ? []
      : [
          `${description.wheels.length} wheel jobs: ${names.join(', ')}${interpreters.length > 0 ? ` × ${interpreters.join(', ')}, ${count} wheels` : ''}; ${sdist ? 'an sdist' : 'no sdist'}`,
        ];
  const uploads = publishes.map(({ registry, how, auth, file, line }) => {
    const by =
      auth.kind === 'token' ? `with the token ${auth.secret ?? ''}`.trim() : `by ${auth.kind}`;
    return `${registry}: ${how}, ${by} (${file}:${line})`;
  });
  const rooms = [...new Set(environments.map(({ value }) => value))];
  return [
    ...wheels,
    ...new Set(uploads),
    ...(rooms.length > 0 ? [`environment ${rooms.join(', ')}`] : []),
  ];
}
