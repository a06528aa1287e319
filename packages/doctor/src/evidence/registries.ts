import type { Publisher } from '../claims/index.ts';
import type { Source } from '@slipway/release/request';
import { askJson, at, listAt, textAt, type Asking } from './ask.ts';
import { known, unknown, type CrateEvidence, type Known, type ProjectEvidence } from './model.ts';

/**
 * What crates.io says of a crate. Its publishers it tells only to an owner's token with the scope
 * `trusted-publishing`.
 */
export async function readCrate(
  source: Source,
  name: string,
  ports: Asking,
): Promise<CrateEvidence> {
  const path = `/api/v1/crates/${encodeURIComponent(name)}`;
  const crate = await askJson({ ...source, token: null }, path, null, ports);
  const isThere: Known<boolean> = crate.known ? known(crate.value !== null) : crate;
  return {
    name,
    exists: isThere,
    trustedOnly: crate.known && at(crate.value, 'crate', 'trustpub_only') === true,
    publishers: await readPublishers(source, name, isThere, ports),
    lastRepository: crate.known ? lastRepository(crate.value) : null,
  };
}

/** Versions come newest first; each says by whose workflow it was published, if it was. */
function lastRepository(answer: unknown): string | null {
  const published = listAt(answer, 'versions').map((one) =>
    textAt(one, 'trustpub_data', 'repository'),
  );
  return published.find((one) => one !== null) ?? null;
}

async function readPublishers(
  source: Source,
  name: string,
  isThere: Known<boolean>,
  ports: Asking,
): Promise<Known<readonly Publisher[]>> {
  if (isThere.known && !isThere.value) return unknown(`crates.io has no crate ${name}`);
  if (source.token === null) {
    return unknown(
      'crates.io tells publishers only to a token with the scope trusted-publishing: CRATES_IO_TOKEN',
    );
  }
  const url = `/api/v1/trusted_publishing/github_configs?crate=${encodeURIComponent(name)}`;
  const answer = await askJson(source, url, 'the scope trusted-publishing', ports);
  if (!answer.known) return answer;
  const configs = at(answer.value, 'github_configs');
  if (!Array.isArray(configs))
    return unknown('crates.io answered with something else than publishers');
  return known(
    configs.map((one): Publisher => ({
      owner: textAt(one, 'repository_owner') ?? '',
      ownerId: textAt(one, 'repository_owner_id'),
      repository: textAt(one, 'repository_name') ?? '',
      workflow: textAt(one, 'workflow_filename') ?? '',
      environment: textAt(one, 'environment'),
      id: textAt(one, 'id'),
    })),
  );
}

/**
 * What PyPI says of a project. It shows its publishers to nobody but owners; the provenance of the last release
 * (PEP 740) names the one that published it.
 */
export async function readProject(
  source: Source,
  name: string,
  version: string,
  ports: Asking,
): Promise<ProjectEvidence> {
  const answer = await askJson(source, `/pypi/${encodeURIComponent(name)}/json`, null, ports);
  if (!answer.known)
    return { name, exists: answer, publishers: answer, isOfLastRelease: false, age: null };
  if (answer.value === null) {
    const publishers = unknown('PyPI shows pending publishers to nobody but who made them');
    return { name, exists: known(false), publishers, isOfLastRelease: false, age: null };
  }
  const latest = textAt(answer.value, 'info', 'version');
  const files = listAt(answer.value, 'urls');
  return {
    name,
    exists: known(true),
    isOfLastRelease: true,
    publishers: await lastPublisher(source, name, latest, files, ports),
    age: ageOf(version, listAt(answer.value, 'releases', version), ports.clock.now()),
  };
}

async function lastPublisher(
  source: Source,
  name: string,
  version: string | null,
  files: readonly unknown[],
  ports: Asking,
): Promise<Known<readonly Publisher[]>> {
  const file = files.map((one) => textAt(one, 'filename')).find((one) => one !== null);
  if (version === null || file === undefined || file === null) {
    return unknown(`PyPI shows no publisher: ${name} has no files`);
  }
  const url = `/integrity/${encodeURIComponent(name)}/${encodeURIComponent(version)}/${encodeURIComponent(file)}/provenance`;
  const answer = await askJson(source, url, null, ports);
  if (!answer.known) return answer;
  const bundles = listAt(answer.value, 'attestation_bundles');
  const publishers = bundles
    .map((bundle) => at(bundle, 'publisher'))
    .filter((one) => textAt(one, 'kind') === 'GitHub')
    .map((one): Publisher => {
      const [owner = '', repository = ''] = (textAt(one, 'repository') ?? '').split('/');
      const workflow = textAt(one, 'workflow') ?? '';
      return {
        owner,
        ownerId: null,
        repository,
        workflow,
        environment: textAt(one, 'environment'),
      };
    });
  return publishers.length > 0
    ? known(publishers)
    : unknown(
        `PyPI shows its publishers to owners alone, and ${version} has no provenance that names one`,
      );
}

const day = 86_400_000;

/** Since the first file of a version; null where it has none. */
function ageOf(version: string, files: readonly unknown[], now: number): ProjectEvidence['age'] {
  const times = files.flatMap((one) => {
    const at = Date.parse(textAt(one, 'upload_time_iso_8601') ?? '');
    return Number.isNaN(at) ? [] : [at];
  });
  return times.length === 0
    ? null
    : { version, days: Math.floor((now - Math.min(...times)) / day) };
}
