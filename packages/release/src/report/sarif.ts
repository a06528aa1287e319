import { allFindings, type Finding, type Severity } from '../finding/index.ts';

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * Findings as SARIF 2.1.0, which GitHub's code scanning takes. Pure. Those without a file are shown at
 * `fallback`, since GitHub takes none without a place.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function toSarif(findings: readonly Finding[], fallback: string): object {
  const codes = new Set(findings.map(({ code }) => code));
  const rules = allFindings()
    .filter(({ code }) => codes.has(code))
    .map(({ code, title, severity }) => ({
      id: code,
      shortDescription: { text: title },
      defaultConfiguration: { level: levels[severity] },
    }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Slipway', rules } },
        results: findings.map(({ code, severity, message, why, remedy, file, line }) => ({
          ruleId: code,
          level: levels[severity],
          message: { text: `${message}\n${why}\n${remedy}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(file ?? fallback) },
                region: { startLine: line ?? 1 },
              },
            },
          ],
        })),
      },
    ],
  };
}

/** A reference relative to the root of the repository (RFC 3986): names may hold spaces, `%`, `#` and `:`. */
function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}

/**
 * A finding as a workflow command, which GitHub shows beside the line. Pure.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function toAnnotation({ code, severity, message, remedy, file, line }: Finding): string {
  const command = severity === 'info' ? 'notice' : severity;
  const properties = [
    ...(file === null ? [] : [`file=${property(file)}`]),
    ...(line === null ? [] : [`line=${line}`]),
    `title=${property(code)}`,
  ];
  return `::${command} ${properties.join(',')}::${data(`${message}\n${remedy}`)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
