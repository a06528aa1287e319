import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnose, diagnoseManifests, trustContext } from '@slipway/doctor/checks';
import type { Evidence } from '@slipway/doctor/evidence';
import { readWorkflows } from '@slipway/doctor/workflow';
import type { Finding } from '@slipway/release/finding';
import { readRepository } from '@slipway/release/manifest';

const folder = join(import.meta.dirname, '../../packages/doctor/cases');

/** A deliberate misconfiguration: what differs from the good set-up, and what the doctor must say of it. */
export interface Misconfiguration {
  readonly name: string;
  /** What is broken, in a sentence. */
  readonly broken: string;
  /** The code of the finding. */
  readonly finds: string;
  /** Texts of files, each there once. */
  readonly replace?: readonly {
    readonly file: string;
    readonly from: string;
    readonly to: string;
  }[];
  /** Files that the good set-up does not have. */
  readonly add?: Readonly<Record<string, string>>;
  /** What GitHub and the registries say otherwise, as a JSON merge patch (RFC 7396). */
  readonly evidence?: object;
  /** What people read in a log when nobody told them before. */
  readonly log?: string;
}

/** A repository, and what is known of it elsewhere. */
export interface Setup {
  readonly texts: ReadonlyMap<string, string>;
  readonly evidence: Evidence;
}

/** The set-up in which nothing is wrong. */
export async function readGood(): Promise<Setup> {
  const texts = new Map<string, string>();
  const entries = await readdir(join(folder, 'good'), { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(join(folder, 'good').length + 1).replaceAll('\\', '/');
    texts.set(name, await readFile(path, 'utf8'));
  }
  const evidence = JSON.parse(texts.get('evidence.json')!) as Evidence;
  texts.delete('evidence.json');
  return { texts, evidence };
}

/** Every misconfiguration, by name. */
export async function readMisconfigurations(): Promise<Misconfiguration[]> {
  const files = (await readdir(join(folder, 'misconfigured'))).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, 'misconfigured', file), 'utf8');
      return {
        name: file.replace(/\.json$/, ''),
        ...(JSON.parse(text) as object),
      } as Misconfiguration;
    }),
  );
}

/** The good set-up with one thing broken. @throws Error when a text to replace is not there once. */
export function breakSetup(good: Setup, { name, replace, add, evidence }: Misconfiguration): Setup {
  const texts = new Map([...good.texts, ...Object.entries(add ?? {})]);
  for (const { file, from, to } of replace ?? []) {
    const text = texts.get(file) ?? '';
    if (text.split(from).length !== 2)
      throw new Error(`${name}: ${file} does not have once: ${from}`);
    texts.set(
      file,
      text.replace(from, () => to),
    );
  }
  return { texts, evidence: mergePatch(good.evidence, evidence ?? {}) as Evidence };
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the doctor finds. */
export function findingsOf({ texts, evidence }: Setup): Finding[] {
  const listing = [...texts.keys()];
  const { workflows, findings } = readWorkflows(texts, listing);
  const rows = [
    ...diagnoseManifests(readRepository(texts, listing)),
    ...diagnose(trustContext(workflows, listing, evidence)),
  ];
  return [...findings, ...rows.flatMap((row) => row.findings)];
}
