import { valid } from '@renovatebot/pep440';
import semver from 'semver';
import { versionsDisagree, type Finding } from '../../finding/index.ts';
import {
  normalizedName,
  type Crate,
  type PythonPackage,
  type Repository,
} from '../../manifest/index.ts';
import { sameVersion, toPep440, whyNotSemver } from '../../version/index.ts';
import { versionOnPypi } from './packages.ts';

/** How the versions of packages that belong together relate. A row of the report. */
export interface Agreement {
  readonly packages: readonly string[];
  readonly relation: 'equal' | 'single-source' | 'mapped' | 'independent' | 'mismatch';
  readonly why: string;
}

/**
 * Whether packages that are released together state one version: a Python package and the crate
 * that it binds, the published crates that this one is made of, the crates of one workspace.
 * `independent` names packages that the project numbers on their own.
 *
 * @returns a row for each pair or group; SLW102 for what disagrees, one for each cause
 */
export function checkAgreement(
  repository: Repository,
  independent: readonly string[] = [],
): { agreement: Agreement[]; findings: Finding[] } {
  const agreement: Agreement[] = [];
  const findings = new Map<string, Finding>();
  for (const python of repository.pythons.filter(({ publishable }) => publishable)) {
    const bound = repository.crates.find(({ manifest }) => manifest === python.crateManifest);
    if (!bound) continue;
    const pairs = [bound, ...publishedBelow(bound, repository)].map((crate) => ({
      crate,
      row: compare(python, bound, crate, new Set(independent.map(normalizedName))),
    }));
    agreement.push(...gather(pairs.map(({ row }) => row)));
    // A wrong version disagrees with every crate at once, a wrong crate with every package.
    const wrong = pairs.find(({ row }) => row.relation === 'mismatch')?.crate;
    if (!wrong || isNoVersion(python, bound)) continue;
    const cause = [python.version.file, python.version.line, wrong.manifest].join(':');
    if (!findings.has(cause)) findings.set(cause, disagreement(python, wrong));
  }
  const elsewhere = elsewherePairs(repository);
  agreement.push(...elsewhere.map(({ row }) => row), ...workspaceRows(repository));
  return {
    agreement,
    findings: [...findings.values(), ...elsewhere.flatMap(({ finding }) => finding)],
  };
}

/** What is no version at all, or none on PyPI, agrees with nothing: `checkPackage` has said so. */
function isNoVersion({ version }: PythonPackage, bound: Crate): boolean {
  const stated =
    version.source !== 'explicit' ||
    (valid(version.value) !== null && whyNotSemver(version.value) === null);
  return !stated || !toPep440(bound.version.value).ok;
}

/** The published crates of the repository that a binding crate names as dependencies, once each. */
function publishedBelow(bound: Crate, { crates }: Repository): Crate[] {
  const below = new Set(
    bound.dependencies.filter(({ kind }) => kind !== 'dev').map(({ manifest }) => manifest),
  );
  return crates.filter((one) => one.publishable && one !== bound && below.has(one.manifest));
}

/** Many crates that are numbered on their own, and alike, are one row. */
function gather(rows: readonly Agreement[]): Agreement[] {
  const gathered = new Map<string, Agreement>();
  for (const row of rows) {
    const key = row.relation === 'independent' ? row.why : row.packages.join();
    const packages = [...(gathered.get(key)?.packages.slice(0, -1) ?? []), ...row.packages];
    gathered.set(key, { ...row, packages });
  }
  return [...gathered.values()];
}

function compare(
  python: PythonPackage,
  bound: Crate,
  crate: Crate,
  independent: ReadonlySet<string>,
): Agreement {
  const packages = [crate.name, `${python.name} (Python)`];
  const cargo = crate.version.value;
  const pypi = versionOnPypi(python);
  if (crate === bound && python.version.source !== 'explicit') {
    const why = `maturin takes the version of ${bound.name}: ${cargo}${cargo === pypi ? '' : ` as ${pypi}`}`;
    return { packages, relation: 'single-source', why };
  }
  if (isSame(python, crate)) {
    const relation = cargo === pypi ? 'equal' : 'mapped';
    const why = cargo === pypi ? `both are at ${cargo}` : `${cargo} is ${pypi} on PyPI`;
    return { packages, relation, why };
  }
  const declared = [python, crate].some(({ name }) => independent.has(normalizedName(name)));
  const apart = declared ? 'declared independent in nx.json' : standsApart(python, bound, crate);
  if (apart) return { packages, relation: 'independent', why: `${cargo} and ${pypi}: ${apart}` };
  return { packages, relation: 'mismatch', why: `${cargo} is not ${pypi}` };
}

function isSame({ version }: PythonPackage, crate: Crate): boolean {
  if (version.source !== 'explicit') return version.value === crate.version.value;
  return sameVersion(crate.version.value, version.value);
}

/**
 * Why two different versions are meant to be so; null where one of them was forgotten. A package
 * and the crate that it binds are one thing. Those below may be numbered on their own, and are taken
 * to be when the binding agrees with its package and they are more than one release away.
 */
function standsApart(python: PythonPackage, bound: Crate, crate: Crate): string | null {
  const placeholder = bound.version.value === '0.0.0' && !bound.publishable;
  if (crate === bound) return placeholder ? `${bound.name} has no version of its own` : null;
  if (!placeholder && !isSame(python, bound)) return null;
  if (isNextTo(crate.version.value, versionOnPypi(python))) return null;
  return 'more than one release apart, so numbered on their own';
}

/** Whether one release leads from one version to the other, or they differ in patches alone. */
function isNextTo(one: string, other: string): boolean {
  const [low, high] = [semver.coerce(one), semver.coerce(other)].sort((a, b) =>
    a && b ? semver.compare(a, b) : 0,
  );
  if (!low || !high) return true;
  if (low.major === high.major) return high.minor - low.minor <= 1;
  return high.major - low.major === 1 && high.minor === 0;
}

function disagreement(
  python: Pick<PythonPackage, 'name'> & {
    readonly version: Pick<PythonPackage['version'], 'value' | 'file' | 'line'>;
  },
  crate: Crate,
): Finding {
  return versionsDisagree.at(python.version, {
    name: `${python.name} (Python)`,
    version: python.version.value,
    otherName: crate.name,
    otherVersion: crate.version.value,
    otherFile: crate.version.file ?? crate.manifest,
  });
}

/** A crate and the package beside it that something else than maturin makes of it, as setuptools-rust does. */
function elsewherePairs({ crates, others }: Repository): ElsewherePair[] {
  return others.flatMap((other): ElsewherePair[] => {
    const { name, version, crateManifest, isRust } = other;
    const crate = crates.find(({ manifest }) => manifest === crateManifest);
    if (!crate || version === null) return [];
    const packages = [crate.name, `${name} (Python)`];
    const cargo = crate.version.value;
    const relation =
      cargo === version ? 'equal' : sameVersion(cargo, version) ? 'mapped' : 'mismatch';
    const whys = {
      equal: `both are at ${cargo}`,
      mapped: `${cargo} is ${version} on PyPI`,
      mismatch: `${cargo} is not ${version}`,
    };
    const row = { packages, relation, why: whys[relation] } as const;
    // What is not released here can only be told.
    const isWrong = relation === 'mismatch' && crate.publishable && isRust;
    const finding = isWrong ? [disagreesElsewhere(other, version, crate)] : [];
    return [{ row, finding }];
  });
}

interface ElsewherePair {
  readonly row: Agreement;
  readonly finding: readonly Finding[];
}

function disagreesElsewhere(
  { name, manifest, line }: Repository['others'][number],
  version: string,
  crate: Crate,
): Finding {
  const python = { name, version: { value: version, file: manifest, line } };
  return { ...disagreement(python, crate), severity: 'warning' };
}

/** The published crates of one workspace that share a version, by inheriting or by stating it. */
function workspaceRows({ crates }: Repository): Agreement[] {
  const published = crates.filter(({ publishable }) => publishable);
  const key = ({ version, workspace }: Crate): string =>
    version.source === 'inherited' ? `from ${version.file}` : `${version.value} in ${workspace}`;
  return [...Map.groupBy(published, key).values()].flatMap((group): Agreement[] => {
    const [first] = group;
    if (!first || group.length === 1) return [];
    const packages = group.map(({ name }) => name);
    const { source, file, value } = first.version;
    return source === 'inherited'
      ? [{ packages, relation: 'single-source', why: `all inherit ${value} from ${file}` }]
      : [{ packages, relation: 'equal', why: `each states ${value}` }];
  });
}
