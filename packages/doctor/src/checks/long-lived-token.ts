import { longLivedToken, type Finding } from '@slipway/release/finding';
import type { Check } from './context.ts';
import type { Texts, Workflow } from '../workflow/index.ts';

const registries = new Map([
  ['CARGO_REGISTRY_TOKEN', 'crates.io'],
  ['MATURIN_PYPI_TOKEN', 'PyPI'],
  ['TWINE_PASSWORD', 'PyPI'],
  ['UV_PUBLISH_TOKEN', 'PyPI'],
  ['UV_PUBLISH_PASSWORD', 'PyPI'],
]);

/** Stored tokens that publish, or that are handed to steps under the name by which tools look for them. */
export const checkTokens: Check = ({ workflows, description }) => {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const { file, registry, how, auth } of description.publishes) {
    if (auth.kind !== 'token' || registry === 'GitHub release') continue;
    const { line, secret } = auth;
    if (seen.has(`${file}:${line}`)) continue;
    seen.add(`${file}:${line}`).add(`${file}:${secret}`);
    findings.push(longLivedToken.at({ file, line }, { registry, how, secret }));
  }
  for (const { file, name, line, secret } of workflows.flatMap(handedOn)) {
    if (seen.has(`${file}:${line}`) || seen.has(`${file}:${secret}`)) continue;
    seen.add(`${file}:${line}`).add(`${file}:${secret}`);
    findings.push(
      longLivedToken.at({ file, line }, { registry: registries.get(name)!, how: name, secret }),
    );
  }
  return findings;
};

function handedOn({ file, env, jobs }: Workflow) {
  const places: { file: string; env: Texts }[] = [
    { file, env },
    ...jobs.flatMap((job) => [{ file, env: job.env }, ...job.steps]),
  ];
  return places.flatMap((place) =>
    [...place.env].flatMap(([name, { value, line }]) => {
      const secret = /\bsecrets\.([\w-]+)/.exec(value)?.[1];
      return secret && registries.has(name) ? [{ file: place.file, name, line, secret }] : [];
    }),
  );
}
