import { longLivedToken, type Finding } from '@slipway/release/finding';
import type { Check } from './context.ts';
import { secretsHandedOn } from './handed-on.ts';

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
  const handed = workflows.flatMap((one) => secretsHandedOn(one, (name) => registries.has(name)));
  for (const { file, registry, how, auth } of description.publishes) {
    if (auth.kind !== 'token' || registry === 'GitHub release') continue;
    const { line, secret } = auth;
    if (seen.has(`${file}:${line}`)) continue;
    seen.add(`${file}:${line}`).add(`${file}:${secret}`);
    findings.push(longLivedToken.at({ file, line }, { registry, how, secret }));
  }
  for (const { file, name, line, secret } of handed) {
    if (seen.has(`${file}:${line}`) || seen.has(`${file}:${secret}`)) continue;
    seen.add(`${file}:${line}`).add(`${file}:${secret}`);
    findings.push(
      longLivedToken.at({ file, line }, { registry: registries.get(name)!, how: name, secret }),
    );
  }
  return findings;
};
