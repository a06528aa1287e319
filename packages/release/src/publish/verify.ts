import { attestationProblem, type Attester } from '../attestation/index.ts';
import type { Workshop } from '../command/index.ts';
import {
  attestationMissing,
  attestationWrong,
  checked,
  nowhere,
  SlipwayError,
  strangeBytes,
  type Check,
  type Finding,
} from '../finding/index.ts';
import {
  digestAt,
  readProvenance,
  type ProjectFile,
  type PypiEndpoint,
} from '../registry/index.ts';

/** A version of a Python package, as its registry has it. */
export interface LivePython {
  readonly name: string;
  readonly version: string;
  readonly files: readonly ProjectFile[];
}

/** A check of files, and those of them that are not what was released: nobody ought to run them. */
export interface FilesCheck {
  readonly check: Check;
  readonly strange: readonly string[];
}

/** Downloads at a time. */
const atOnce = 4;

/** Whether each file is, when it is downloaded, what the registry says that it is (SLW442). */
export async function verifyDownloads(
  { name, version, files }: LivePython,
  { title }: Pick<PypiEndpoint, 'title'>,
  { ports }: Pick<Workshop, 'ports'>,
): Promise<FilesCheck> {
  const { findings, strange } = await eachFinding(files, async ({ file, url, sha256 }) => {
    const found = await digestAt(title, url, ports);
    if (found === sha256) return null;
    const wanted = sha256 ?? 'nothing';
    return strangeBytes.at(nowhere, { registry: title, file, found, wanted, source: 'its index' });
  });
  const what = `${files.length} ${files.length === 1 ? 'file' : 'files'} of ${name} ${version}`;
  const check = checked(title, `${what} can be downloaded, with the bytes of the index`, findings);
  return { check, strange };
}

/**
 * Whether each file has an attestation of this repository's workflow, and a good one (SLW451); one without any is
 * told (SLW452), and so is a registry that does not say (SLW401, SLW405).
 */
export async function verifyAttestations(
  { name, version, files }: LivePython,
  trust: Attester,
  endpoint: PypiEndpoint,
  { ports }: Pick<Workshop, 'ports'>,
): Promise<FilesCheck> {
  const registry = endpoint.title;
  const without: string[] = [];
  const { findings, strange } = await eachFinding(files, async ({ file, sha256 }) => {
    const artifact = { package: name, version, file };
    const attestations = await readProvenance(artifact, endpoint, ports);
    if (attestations.length === 0) without.push(file);
    const subject = { file, sha256: sha256 ?? '' };
    const problems = await Promise.all(
      attestations.map((one) => attestationProblem(one, subject, trust, ports)),
    );
    const [problem] = problems;
    if (problem === undefined || problems.includes(null)) return null;
    return attestationWrong.at(nowhere, { registry, file, detail: problem ?? '' });
  });
  const missing =
    without.length === 0
      ? []
      : [attestationMissing.at(nowhere, { registry, files: without.toSorted() })];
  const title = `${files.length} ${files.length === 1 ? 'file is' : 'files are'} attested by a workflow of ${trust.repository}`;
  return { check: checked(registry, title, [...findings, ...missing]), strange };
}

const foreign = [strangeBytes, attestationWrong].map(({ code }) => code);

/** What is found of each file; a registry that gives none of its answers is found as well. */
async function eachFinding(
  files: readonly ProjectFile[],
  look: (file: ProjectFile) => Promise<Finding | null>,
): Promise<{ readonly findings: readonly Finding[]; readonly strange: readonly string[] }> {
  const findings: Finding[] = [];
  const strange: string[] = [];
  const queue = [...files];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const found = await look(next).catch((error: unknown) => {
        if (error instanceof SlipwayError) return error.finding;
        throw error;
      });
      if (found) findings.push(found);
      if (found && foreign.includes(found.code)) strange.push(next.file);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { findings: findings.sort((a, b) => (a.message < b.message ? -1 : 1)), strange };
}
