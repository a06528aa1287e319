import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runWell } from './command.ts';

/**
 * Writes a pure-Python wheel and an sdist of it with nothing but Python's own zipfile and tarfile. The same bytes
 * whenever it does.
 */
const script = `
import base64, gzip, hashlib, io, sys, tarfile, zipfile
out, name, version, text, requires = sys.argv[1:6]
module = name.replace("-", "_")
extra = "".join(f"Requires-Dist: {r}\\n" for r in requires.split(",") if r)
metadata = f"Metadata-Version: 2.4\\nName: {name}\\nVersion: {version}\\nSummary: made by a test\\nRequires-Python: >=3.8\\n{extra}"
info = f"{module}-{version}.dist-info"
files = {
    f"{module}/__init__.py": f"TEXT = {text!r}\\n",
    f"{info}/METADATA": metadata,
    f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}
def row(path, content):
    digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(content.encode())}\\n"
record = "".join(row(p, c) for p, c in files.items()) + f"{info}/RECORD,,\\n"
with zipfile.ZipFile(f"{out}/{module}-{version}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
    for path, content in [*files.items(), (f"{info}/RECORD", record)]:
        wheel.writestr(zipfile.ZipInfo(path), content)
packed = gzip.GzipFile(f"{out}/{module}-{version}.tar.gz", "wb", mtime=0)
with packed, tarfile.open(fileobj=packed, mode="w") as sdist:
    for path, content in {"PKG-INFO": metadata, f"{module}/__init__.py": files[f"{module}/__init__.py"], "pyproject.toml": ""}.items():
        member = tarfile.TarInfo(f"{module}-{version}/{path}")
        member.size = len(content.encode())
        sdist.addfile(member, io.BytesIO(content.encode()))
`;

export interface Distribution {
  readonly wheel: string;
  readonly sdist: string;
}

export async function makeDistribution(
  folder: string,
  project: {
    readonly name: string;
    readonly version: string;
    readonly text?: string;
    readonly requires?: string;
  },
): Promise<Distribution> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'make.py');
  await writeFile(file, script);
  const { name, version, text = 'hello', requires = '' } = project;
  await runWell('python3', [file, folder, name, version, text, requires]);
  const base = `${name.replaceAll('-', '_')}-${version}`;
  return { wheel: join(folder, `${base}-py3-none-any.whl`), sdist: join(folder, `${base}.tar.gz`) };
}
