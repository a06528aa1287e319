import type { Artifact } from '../plan/index.ts';

/** What PyPI calls an attestation that says no more than: this workflow published this file. */
export const publishKind = 'https://docs.pypi.org/attestations/publish/v1';

/** A statement of in-toto about one file, as the text that is signed. */
export function toStatement({ file, sha256 }: Pick<Artifact, 'file' | 'sha256'>): string {
  return JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: file, digest: { sha256 } }],
    predicateType: publishKind,
    predicate: null,
  });
}

/** Whether a statement says that just these bytes were published under just this name. */
export function speaksOf(
  statement: string,
  { file, sha256 }: Pick<Artifact, 'file' | 'sha256'>,
): boolean {
  const { predicateType, subject } = parsed(statement);
  if (predicateType !== publishKind || !Array.isArray(subject) || subject.length !== 1)
    return false;
  const [only] = subject as { name?: unknown; digest?: { sha256?: unknown } }[];
  return only?.name === file && only.digest?.sha256 === sha256;
}

function parsed(text: string): { predicateType?: unknown; subject?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as object;
  } catch {
    return {};
  }
}
