/**
 * RECORD: the list of a wheel's files with their digests and sizes.
 * https://packaging.python.org/specifications/recording-installed-packages/
 */
interface RecordRow {
  readonly path: string;
  readonly hash: string;
  readonly size: string;
}

/** What RECORD is compared with: the paths of an archive, and a way to read each. */
export interface RecordSubject {
  readonly paths: ReadonlySet<string>;
  read(path: string): Promise<Uint8Array>;
}

/** The algorithms that the specification allows; md5 and sha1 are forbidden by it. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/** RECORD cannot hold its own digest, nor those of the signatures over it. */
const EXEMPT = /\/RECORD(?:\.jws|\.p7s)?$/;

/** What in a RECORD does not agree with the archive, a sentence each, in the order of RECORD. */
export async function recordProblems(text: string, subject: RecordSubject): Promise<string[]> {
  const rows = parseRecord(text);
  const listed = new Set<string>();
  const problems: string[] = [];
  for (const row of rows) {
    const problem = listed.has(row.path) ? 'is listed twice' : await rowProblem(row, subject);
    listed.add(row.path);
    if (problem !== null) problems.push(`${row.path} ${problem}`);
  }
  for (const path of subject.paths) {
    if (!listed.has(path) && !EXEMPT.test(path)) problems.push(`${path} is not listed`);
  }
  return problems;
}

async function rowProblem(row: RecordRow, subject: RecordSubject): Promise<string | null> {
  if (!subject.paths.has(row.path)) return 'is listed but not there';
  if (EXEMPT.test(row.path)) return null;
  const [algorithm = '', expected = ''] = row.hash.split(/=(.*)/s);
  const known = ALGORITHMS[algorithm];
  if (known === undefined)
    return row.hash === '' ? 'has no digest' : `has an unusable digest ${row.hash}`;
  const content = await subject.read(row.path);
  if (row.size !== '' && Number(row.size) !== content.byteLength) {
    return `has ${content.byteLength} bytes, not ${row.size}`;
  }
  const got = await digest(known, content);
  return got === expected.replace(/=+$/, '') ? null : `has ${algorithm} ${got}, not ${expected}`;
}

async function digest(algorithm: string, content: Uint8Array): Promise<string> {
  const result = await crypto.subtle.digest(algorithm, content as Uint8Array<ArrayBuffer>);
  return Buffer.from(result).toString('base64url');
}

function parseRecord(text: string): RecordRow[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  return lines.map((line) => {
    const [path = '', hash = '', size = ''] = csvFields(line);
    return { path, hash, size };
  });
}

/** Fields of a CSV line; a path with a comma stands in quotes, and quotes in it are doubled. */
function csvFields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
