import { eq } from '@renovatebot/pep440';
import { nowhere, tagDisagrees, versionsDisagree, type Finding } from '../finding/index.ts';
import type { Crate, PythonPackage, Repository } from '../manifest/index.ts';
import { parseTag, toPep440 } from '../version/index.ts';

/** How the versions of packages that belong together relate. A row of the report. */
export interface Agreement {
  readonly packages: readonly string[];
  readonly relation: 'equal' | 'single-source' | 'mapped' | 'independent' | 'mismatch';
  readonly why: string;
}

/**
 * Whether packages that are released together state one version: a Python package and the crate
 * that it binds, and the published crates that this one is made of; and whether the tags at HEAD
 * name it.
 */
export function checkAgreement(
  repository: Repository,
  tags: readonly string[],
): { agreement: Agreement[]; findings: Finding[] } {
  const agreement: Agreement[] = [];
  const findings: Finding[] = [];
  for (const python of repository.pythons) {
    const bound = repository.crates.find(({ manifest }) => manifest === python.crateManifest);
    if (!bound) continue;
    const rows = [bound, ...publishedBelow(bound, repository)].map((crate) =>
      compare(python, bound, crate),
    );
    agreement.push(...rows.map(({ row }) => row));
    // One cause, one finding: a wrong version disagrees with every crate at once.
    const [first] = rows.flatMap(({ finding }) => finding ?? []);
    if (first) findings.push(first);
  }
  agreement.push(...sharedSources(repository));
  return { agreement, findings: [...findings, ...checkTags(repository, tags)] };
}

function publishedBelow(bound: Crate, { crates }: Repository): Crate[] {
  return bound.dependencies
    .filter(({ kind }) => kind !== 'dev')
    .flatMap(({ manifest }) => crates.find((crate) => crate.manifest === manifest) ?? [])
    .filter((crate) => crate.publishable && crate !== bound);
}

function compare(
  python: PythonPackage,
  bound: Crate,
  crate: Crate,
): { row: Agreement; finding: Finding | null } {
  const packages = [crate.name, `${python.name} (Python)`];
  const cargo = crate.version.value;
  const pep440 = python.version.value;
  if (crate === bound && python.version.source !== 'explicit') {
    const why = `maturin takes the version of ${bound.name}`;
    return { row: { packages, relation: 'single-source', why }, finding: null };
  }
  const mapped = toPep440(cargo);
  const spelled = python.version.source === 'explicit' ? pep440 : toPep440(pep440);
  const other = typeof spelled === 'string' ? spelled : spelled.ok ? spelled.version : pep440;
  if (mapped.ok && same(mapped.version, other)) {
    const relation = cargo === pep440 ? 'equal' : 'mapped';
    return { row: { packages, relation, why: `${cargo} is ${pep440}` }, finding: null };
  }
  const finding = versionsDisagree.at(python.version, {
    name: `${python.name} (Python)`,
    version: pep440,
    otherName: crate.name,
    otherVersion: cargo,
    otherFile: crate.version.file ?? crate.manifest,
  });
  return { row: { packages, relation: 'mismatch', why: `${cargo} is not ${pep440}` }, finding };
}

function same(a: string, b: string): boolean {
  try {
    return eq(a, b);
  } catch {
    return a === b;
  }
}

/** Crates that inherit one `[workspace.package] version` cannot disagree. */
function sharedSources({ crates }: Repository): Agreement[] {
  const inherited = crates.filter(
    ({ version, publishable }) => version.source === 'inherited' && publishable,
  );
  return [...Map.groupBy(inherited, ({ version }) => version.file)]
    .filter(([, group]) => group.length > 1)
    .map(([file, group]) => ({
      packages: group.map(({ name }) => name),
      relation: 'single-source' as const,
      why: `all inherit from ${file}`,
    }));
}

function checkTags(repository: Repository, tags: readonly string[]): Finding[] {
  const released = [
    ...repository.crates.filter(({ publishable }) => publishable),
    ...repository.pythons,
  ];
  const versions = new Set(released.map(({ version }) => version.value));
  const named = tags.flatMap((tag) => {
    const version = parseTag(tag);
    return version === null ? [] : [{ tag, version }];
  });
  if (released.length === 0 || named.some(({ version }) => names(versions, version))) return [];
  return named
    .slice(0, 1)
    .map(({ tag, version }) =>
      tagDisagrees.at(nowhere, { tag, tagVersion: version, versions: [...versions].join(', ') }),
    );
}

/** A tag names a version in Cargo's spelling or in PyPI's. */
function names(versions: ReadonlySet<string>, tagged: string): boolean {
  const mapped = toPep440(tagged);
  return versions.has(tagged) || (mapped.ok && versions.has(mapped.version));
}
