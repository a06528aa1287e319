import { seenChecksumsFile } from '@slipway/release/layout';
import { join } from 'node:path';
import type { Released } from '../released/index.ts';
import { writeJson, type Place } from '../stage/index.ts';

type Whose = Pick<Released, 'tag' | 'commit'>;

/** Leaves the SHA256SUMS that GitHub has of a release for whoever looks here later, without a token for GitHub. */
export async function keepSeenChecksums(
  { tag, commit }: Whose,
  text: string,
  { root, workshop: { ports } }: Place,
): Promise<void> {
  await writeJson(seenChecksumsFile, { tag, commit, text }, { root, ports });
}

/** The SHA256SUMS of this release that an earlier look has left here; null where none has. */
export async function seenChecksums(
  { tag, commit }: Whose,
  { root, workshop }: Place,
): Promise<string | null> {
  const left = await workshop.ports.files.readText(join(root, seenChecksumsFile));
  if (left === null) return null;
  try {
    const seen = JSON.parse(left) as Partial<Whose & { text: unknown }> | null;
    const isOfThis = seen?.tag === tag && seen.commit === commit;
    return isOfThis && typeof seen.text === 'string' ? seen.text : null;
  } catch {
    return null;
  }
}
