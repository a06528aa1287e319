import { Refusal } from '../message/message.ts';

/** How crates.io finds a crate: `Some-Name` and `some_name` are the same one. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

/** Path of a crate in a sparse index. https://doc.rust-lang.org/cargo/reference/registry-index.html */
export function indexPath(name: string): string {
  const lower = name.toLowerCase();
  if (lower.length <= 2) return `${lower.length}/${lower}`;
  if (lower.length === 3) return `3/${lower[0]}/${lower}`;
  return `${lower.slice(0, 2)}/${lower.slice(2, 4)}/${lower}`;
}

export function verifyName(name: string): void {
  const problem = nameProblem(name);
  if (problem !== null) throw new Refusal(400, problem);
}

/** Whether a crate could have this name: only such a name is looked up anywhere. */
export function isName(name: string): boolean {
  return nameProblem(name) === null;
}

function nameProblem(name: string): string | null {
  if (name.length > 64) return `the crate name \`${name}\` is too long (max 64 characters)`;
  const [first] = name;
  if (first === undefined) return 'crate name cannot be empty';
  if (/[0-9]/.test(first)) {
    return `the name \`${name}\` cannot be used as a crate name, the name cannot start with a digit`;
  }
  if (!/[A-Za-z]/.test(first)) {
    return `invalid character \`${first}\` in crate name: \`${name}\`, the first character must be an ASCII character`;
  }
  const wrong = [...name].find((character) => !/[A-Za-z0-9_-]/.test(character));
  if (wrong === undefined) return null;
  return `invalid character \`${wrong}\` in crate name: \`${name}\`, characters must be an ASCII alphanumeric characters, \`-\`, or \`_\``;
}

/** Names that belong to the language or that Windows cannot have as a file. */
const reserved = new Set(
  (
    'alloc arena ast builtins collections compiler_builtins compiler_rt compiletest core coretest debug ' +
    'driver flate fmt_macros grammar graphviz macro macros proc_macro rbml rust_installer rustbook rustc ' +
    'rustc_back rustc_borrowck rustc_driver rustc_llvm rustc_resolve rustc_trans rustc_typeck rustdoc ' +
    'rustllvm rustuv serialize std syntax test unicode nul con prn aux com1 com2 com3 com4 com5 com6 com7 ' +
    'com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9'
  ).split(' '),
);

export function isReserved(name: string): boolean {
  return reserved.has(canonicalName(name));
}
