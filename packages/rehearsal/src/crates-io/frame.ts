import { Refusal } from '../message/message.ts';

/** What cargo sends with `PUT /api/v1/crates/new`, as far as the registry reads it. */
export interface PublishMetadata {
  readonly name: string;
  readonly vers: string;
  readonly deps: readonly PublishDependency[];
  readonly features: Readonly<Record<string, readonly string[]>>;
}

export interface PublishDependency {
  readonly name: string;
  readonly version_req: string;
  readonly features: readonly string[];
  readonly optional: boolean;
  readonly default_features: boolean;
  readonly target: string | null;
  readonly kind: string;
  readonly registry: string | null;
  /** The name in the manifest, when it is not the crate's. */
  readonly explicit_name_in_toml: string | null;
}

const metadataLimit = 1024 * 1024;

/** `u32le length · JSON · u32le length · .crate`. */
export function readFrame(body: Buffer): { metadata: PublishMetadata; tarball: Buffer } {
  const [json, rest] = takeBlock(body, (length) => {
    if (length > metadataLimit) throw new Refusal(413, 'JSON metadata blob too large');
  });
  const [tarball] = takeBlock(rest, () => undefined);
  return { metadata: readMetadata(json), tarball };
}

function takeBlock(bytes: Buffer, check: (length: number) => void): [Buffer, Buffer] {
  if (bytes.length < 4) throw new Refusal(400, 'invalid metadata length');
  const length = bytes.readUInt32LE(0);
  check(length);
  if (bytes.length < 4 + length) throw new Refusal(400, 'invalid metadata length');
  return [bytes.subarray(4, 4 + length), bytes.subarray(4 + length)];
}

function readMetadata(json: Buffer): PublishMetadata {
  const value = parse(json);
  const text = (name: string): string => {
    if (typeof value[name] === 'string') return value[name];
    throw invalid(
      value[name] === undefined ? `missing field \`${name}\`` : `invalid type for \`${name}\``,
    );
  };
  const deps = value['deps'] ?? [];
  if (!Array.isArray(deps)) throw invalid('invalid type for `deps`, expected a sequence');
  return {
    name: text('name'),
    vers: text('vers'),
    deps: deps.map(readDependency),
    features: (value['features'] ?? {}) as PublishMetadata['features'],
  };
}

function readDependency(value: unknown): PublishDependency {
  const dep = value as Partial<PublishDependency> | null;
  if (typeof dep?.name !== 'string' || typeof dep.version_req !== 'string') {
    throw invalid('missing field `name` or `version_req` of a dependency');
  }
  return {
    name: dep.name,
    version_req: dep.version_req,
    features: dep.features ?? [],
    optional: dep.optional ?? false,
    default_features: dep.default_features ?? true,
    target: dep.target ?? null,
    kind: dep.kind ?? 'normal',
    registry: dep.registry ?? null,
    explicit_name_in_toml: dep.explicit_name_in_toml ?? null,
  };
}

function parse(json: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json.toString('utf8'));
  } catch (error) {
    throw invalid((error as Error).message);
  }
  if (typeof value !== 'object' || value === null) throw invalid('expected struct PublishMetadata');
  return value as Record<string, unknown>;
}

function invalid(detail: string): Refusal {
  return new Refusal(400, `invalid upload request: ${detail}`);
}
