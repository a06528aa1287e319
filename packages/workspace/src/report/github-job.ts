import type { Finding } from '@slipway/release/finding';
import { toAnnotation, toMarkdown, type Report } from '@slipway/release/report';
import type { Host } from '../stage/index.ts';

type Ports = Pick<Host['ports'], 'environment' | 'files'>;

/** In a job of GitHub Actions: findings are shown beside their lines. Elsewhere nothing is said. */
export function annotate(
  findings: readonly Finding[],
  { ports: { environment }, show }: Pick<Host, 'ports' | 'show'>,
): void {
  if (environment.get('GITHUB_ACTIONS') !== 'true') return;
  for (const finding of findings) show(toAnnotation(finding));
}

/** Stages that tell of the whole release; any other does when it fails. */
const telling = new Set(['plan', 'publish']);

/** In a job of GitHub Actions: the report is added to the page of its run. */
export async function summarize(
  stage: string,
  failed: boolean,
  report: Report,
  { environment, files }: Ports,
): Promise<void> {
  const page = environment.get('GITHUB_STEP_SUMMARY');
  if (page && (failed || telling.has(stage))) {
    await files.write(page, `${(await files.readText(page)) ?? ''}${toMarkdown(report)}`);
  }
}
