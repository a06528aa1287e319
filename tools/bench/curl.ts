import type { Artifact } from '../../packages/release/src/plan/index.ts';

/** A file of options by which one curl uploads all files, as their registry wants them; relative to their folder. */
export function formConfig(artifacts: readonly Artifact[], url: string, token: string): string {
  return artifacts
    .map((artifact) =>
      section('fail', [
        ['url', url],
        ['user', `__token__:${token}`],
        ...formOf(artifact).map(([name, value]) => ['form', `${name}=${value}`] as const),
      ]),
    )
    .join('next\n');
}

function formOf({ package: name, version, file, path, sha256 }: Artifact): [string, string][] {
  return [
    [':action', 'file_upload'],
    ['protocol_version', '1'],
    ['filetype', 'bdist_wheel'],
    ['pyversion', file.split('-')[2]!],
    ['metadata_version', '2.4'],
    ['name', name],
    ['version', version],
    ['sha256_digest', sha256],
    ['content', `@${path}`],
  ];
}

/** A file of options by which one curl asks for all addresses, whatever they answer. */
export function getConfig(urls: readonly string[]): string {
  return urls.map((url) => section('silent', [['url', url]])).join('next\n');
}

/** The options of one transfer, whose answer nobody reads; with `fail` its status counts. */
function section(how: 'fail' | 'silent', options: readonly (readonly [string, string])[]): string {
  const lines = options.map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return [how, 'silent', 'show-error', 'output = "/dev/null"', ...lines, ''].join('\n');
}
