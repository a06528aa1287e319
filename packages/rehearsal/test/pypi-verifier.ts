import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runWell } from './command.ts';
import { pythonTools } from './python-tools.ts';

/** PyPI's own verifier, which knows Sigstore's public root alone, is given another. */
const script = `
import json, sys
from pathlib import Path
from pypi_attestations import Attestation, AttestationError, Distribution, GitHubPublisher
from sigstore.models import TrustedRoot
from sigstore.verify import Verifier

root = TrustedRoot.from_file(sys.argv[1])
Verifier.production = classmethod(lambda cls, *, offline=False: cls(trusted_root=root))

def verify(asked):
    publisher = GitHubPublisher(repository=asked["repository"], workflow=asked["workflow"])
    try:
        attestation = Attestation.model_validate(asked["attestation"])
        kind, _ = attestation.verify(publisher, Distribution.from_file(Path(asked["file"])))
        return kind
    except (AttestationError, ValueError) as error:
        return str(error)

print(json.dumps([verify(asked) for asked in json.loads(Path(sys.argv[2]).read_text())]))
`;

export interface Asked {
  /** The path of a wheel or an sdist. */
  readonly file: string;
  readonly attestation: object;
  /** "owner/name" */
  readonly repository: string;
  readonly workflow: string;
}

/** What `pypi-attestations` says of each: the kind of a good attestation, or what is wrong with it. */
export async function verifyAsPypi(
  asked: readonly Asked[],
  trustedRoot: object,
  folder: string,
): Promise<string[]> {
  const [program, root, questions] = ['verify.py', 'trusted_root.json', 'asked.json'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await writeFile(program, script);
  await writeFile(root, JSON.stringify(trustedRoot));
  await writeFile(questions, JSON.stringify(asked));
  const { python } = await pythonTools();
  const { stdout } = await runWell(python, [program, root, questions]);
  return JSON.parse(stdout) as string[];
}
