import type { Finding } from '@slipway/release/finding';
import type { Repository } from '@slipway/release/manifest';
import { checkAgreement, checkPackage, checkRepository, orderCrates } from '@slipway/release/plan';
import type { Diagnosis } from './trust.ts';

/** What the manifests say that a registry would refuse, as rows of the doctor's table. Pure. */
export function diagnoseManifests(
  repository: Repository,
  independent: readonly string[] = [],
): Diagnosis[] {
  const packages = [...repository.crates, ...repository.pythons];
  const row = (title: string, all: readonly Finding[]): Diagnosis => {
    const findings = all.filter(({ severity }) => severity !== 'info');
    const verdict = findings.length > 0 ? 'wrong' : 'ok';
    return { place: 'manifests', title, verdict, findings, because: null };
  };
  return [
    row('manifests can be read', repository.findings),
    row(
      'registries take each package',
      packages.flatMap(({ manifest }) => checkPackage(repository, manifest)),
    ),
    row('versions agree', checkAgreement(repository, independent).findings),
    row('crates have an order', orderCrates(repository.crates).findings),
    row('the repository as a whole', checkRepository(repository)),
  ];
}
