/** The manifests of a workspace: so many chains of crates, each crate over the one before it, by their paths. */
export function chains(width: number, depth: number): ReadonlyMap<string, string> {
  const texts = new Map([['Cargo.toml', '[workspace]\nmembers = ["link-*"]\nresolver = "2"\n']]);
  for (let at = 0; at < depth; at += 1) {
    for (let chain = 0; chain < width; chain += 1) {
      const name = `link-${chain}-${at}`;
      texts.set(`${name}/Cargo.toml`, manifestOf(name, at > 0 ? `link-${chain}-${at - 1}` : null));
    }
  }
  return texts;
}

function manifestOf(name: string, below: string | null): string {
  const needed = below ? `${below} = { path = "../${below}", version = "0.1.0" }\n` : '';
  return `[package]
name = "${name}"
version = "0.1.0"
edition = "2021"
license = "MIT"
description = "A link of a chain."

[dependencies]
${needed}`;
}
