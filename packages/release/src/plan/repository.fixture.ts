import { readRepository, type Repository } from '../manifest/index.ts';

/** What one crate of a fixture says beyond its name. */
export interface CrateText {
  readonly version?: string;
  readonly dependencies?: string;
  readonly dev?: string;
  readonly more?: string;
}

/** A Cargo.toml: version in line 3, dependencies from line 7 on. */
export function manifest(
  name: string,
  { version = '0.3.1', dependencies = '', dev = '', more }: CrateText,
): string {
  const rest = more ?? 'description = "d"\nlicense = "MIT"';
  return `[package]\nname = "${name}"\nversion = "${version}"\n${rest}\n[dependencies]\n${dependencies}\n[dev-dependencies]\n${dev}\n`;
}

/** A repository of crates, each in a folder of its name, and other files. */
export function repository(
  crates: Record<string, CrateText>,
  others: Record<string, string> = {},
): Repository {
  const texts = Object.entries(crates).map(([name, text]): [string, string] => [
    `${name}/Cargo.toml`,
    manifest(name, text),
  ]);
  return readRepository(new Map([...texts, ...Object.entries(others)]));
}

/** A Python package over the crate `a`; `version` is a line of [project], the fifth. */
export const python = (version: string): Record<string, string> => ({
  'py/pyproject.toml': `[build-system]\nbuild-backend = "maturin"\n[project]\nname = "tide"\n${version}\n[tool.maturin]\nmanifest-path = "../a/Cargo.toml"\n`,
});

export const codes = (findings: readonly { code: string }[]): string[] =>
  findings.map(({ code }) => code);
