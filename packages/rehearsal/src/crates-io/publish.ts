import { Refusal, json, type Handler } from '../message/message.ts';
import type { Crate, CrateVersion, IndexDependency, IndexFields } from '../state/rows.ts';
import { sha256Of } from '../state/blobs.ts';
import { showingFrom } from '../state/showing.ts';
import type { State } from '../state/state.ts';
import { claimsBase } from '../oidc/claims.ts';
import { verifyEmail } from './account.ts';
import { authorizePublish } from './authorize.ts';
import { canonicalName, isReserved, verifyName } from './crate-name.ts';
import { readFrame, type PublishDependency, type PublishMetadata } from './frame.ts';
import { text, verifyCategories, verifyManifest, verifyVersion, withoutBuild } from './metadata.ts';
import { verifyDailyVersions, verifyRate } from './rate-limit.ts';
import { readPackedManifest } from './tarball.ts';
import type { PublicCrates } from './public-crates.ts';

const tarballLimit = 10 * 1024 * 1024;

/** `PUT /api/v1/crates/new`. The checks come in crates.io's order, with its words. */
export function publishHandler(publicCrates: PublicCrates): Handler {
  return async (request, state, now) => {
    const { metadata, tarball } = readFrame(request.body);
    const { name, vers } = metadata;
    verifyName(name);
    verifyVersion(vers);
    verifyFreeName(name, state, now);
    const { run } = authorizePublish(request, name, state, now);
    if (run === null) verifyOwnersTurn(name, state, now);
    if (tarball.length > tarballLimit)
      throw new Refusal(413, `max upload size is: ${tarballLimit}`);
    const manifest = await readPackedManifest(tarball, `${name}-${vers}`);
    verifyManifest(manifest, metadata);
    verifyOwnership(name, run !== null, state);
    const sha256 = sha256Of(tarball);
    verifyDailyVersions(publishedAt(name, state), state, now);
    verifyNewVersion(metadata, sha256, state);
    await verifyDependencies(metadata, state, publicCrates);
    verifyCategories(manifest);
    await state.blobs.put(tarball, sha256);
    // Other requests ran while this one waited: the version must still be free.
    verifyNewVersion(metadata, sha256, state);
    const version: CrateVersion = {
      num: vers,
      sha256,
      bytes: tarball.length,
      yanked: false,
      publishedAt: now,
      ...showingFrom(now, request),
      run,
      index: toIndexFields(metadata, manifest.fields),
      description: text(manifest.fields, 'description'),
      license: text(manifest.fields, 'license'),
      uploads: 1,
      accepted: 1,
    };
    return json(200, {
      crate: summary(addVersion(name, version, state, now)),
      warnings: noWarnings,
    });
  };
}

/** The name of a deleted crate is nobody's for a while. */
function verifyFreeName(name: string, state: State, now: number): void {
  const deleted = state.deletedNames.get(canonicalName(name));
  if (!deleted || deleted.freeAt <= now) return;
  const freeAt = `${new Date(deleted.freeAt).toISOString().slice(0, 19)}Z`;
  throw new Refusal(
    400,
    `A crate with the name \`${name}\` was recently deleted. Reuse of this name will be available after ${freeAt}.`,
  );
}

/** Steps 14 and 15, which are for people only: a run with a trusted token has no account. */
function verifyOwnersTurn(name: string, state: State, now: number): void {
  verifyEmail(state);
  const isKnown = state.crates.has(canonicalName(name));
  verifyRate(isKnown ? 'publish-update' : 'publish-new', state, now);
}

function publishedAt(name: string, state: State): number[] {
  const versions = state.crates.get(canonicalName(name))?.versions ?? [];
  return versions.map((version) => version.publishedAt);
}

const noWarnings = { invalid_categories: [], invalid_badges: [], other: [] };

function summary(crate: Crate): object {
  const max_version = crate.versions.at(-1)?.num;
  return { id: crate.name, name: crate.name, max_version, trustpub_only: crate.trustpubOnly };
}

function addVersion(name: string, version: CrateVersion, state: State, now: number): Crate {
  const crate = state.crates.get(canonicalName(name)) ?? newCrate(name, state, now);
  const grown = { ...crate, versions: [...crate.versions, version] };
  state.crates.set(canonicalName(name), grown);
  return grown;
}

function newCrate(name: string, state: State, now: number): Crate {
  const owner = String(claimsBase(state)['actor']);
  return {
    name,
    owner,
    foreign: false,
    trustpubOnly: false,
    mirror: false,
    createdAt: now,
    versions: [],
  };
}

function verifyOwnership(name: string, isTrusted: boolean, state: State): void {
  const crate = state.crates.get(canonicalName(name));
  if (!crate && isReserved(name))
    throw new Refusal(400, 'cannot upload a crate with a reserved name');
  if (crate?.foreign && !isTrusted) {
    throw new Refusal(
      403,
      "this crate exists but you don't seem to be an owner. If you believe this is a mistake, perhaps you need to accept an invitation to be an owner before publishing.",
    );
  }
  if (crate && crate.name !== name)
    throw new Refusal(400, `crate was previously named \`${crate.name}\``);
}

/** A version counts once, whatever its build metadata. Bytes that came again are counted. */
function verifyNewVersion({ name, vers }: PublishMetadata, sha256: string, state: State): void {
  const crate = state.crates.get(canonicalName(name));
  const num = withoutBuild(vers);
  const known = crate?.versions.find((version) => withoutBuild(version.num) === num);
  if (!crate || !known) return;
  if (known.sha256 === sha256) {
    const counted = { ...known, uploads: known.uploads + 1 };
    const versions = crate.versions.map((version) => (version === known ? counted : version));
    state.crates.set(canonicalName(name), { ...crate, versions });
  }
  throw new Refusal(400, `crate version \`${num}\` is already uploaded`);
}

async function verifyDependencies(
  metadata: PublishMetadata,
  state: State,
  publicCrates: PublicCrates,
): Promise<void> {
  for (const { name } of metadata.deps) {
    const local = state.crates.get(canonicalName(name));
    const isKnown = local ? local.name === name : await publicCrates.has(name);
    if (!isKnown) throw new Refusal(400, `no known crate named \`${name}\``);
  }
}

/** https://doc.rust-lang.org/cargo/reference/registry-web-api.html#publish tells how the names differ. */
function toIndexFields(
  metadata: PublishMetadata,
  manifest: Readonly<Record<string, unknown>>,
): IndexFields {
  const deps = metadata.deps.map(toIndexDependency);
  const isNew = (values: readonly string[]): boolean =>
    values.some((value) => value.startsWith('dep:') || value.includes('?/'));
  const entries = Object.entries(metadata.features);
  const newer = entries.filter(([, values]) => isNew(values));
  const links = text(manifest, 'links');
  const rust = text(manifest, 'rust-version');
  return {
    deps,
    features: Object.fromEntries(entries.filter(([, values]) => !isNew(values))),
    ...(newer.length > 0 ? { features2: Object.fromEntries(newer) } : {}),
    ...(links ? { links } : {}),
    ...(rust ? { rust_version: rust } : {}),
  };
}

/** The index calls the alias `name` and the crate `package`. */
function toIndexDependency(dep: PublishDependency): IndexDependency {
  const alias = dep.explicit_name_in_toml;
  return {
    name: alias ?? dep.name,
    req: dep.version_req,
    features: dep.features,
    optional: dep.optional,
    default_features: dep.default_features,
    target: dep.target,
    kind: dep.kind,
    ...(alias === null ? {} : { package: dep.name }),
  };
}
