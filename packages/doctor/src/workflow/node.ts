import type { Text, Texts } from './model.ts';
import type { Entry, Node } from './yaml.ts';

const nothing: ReadonlyMap<string, Entry> = new Map();

/** The entries of a mapping; none for any other node. */
export function entriesOf(node: Node | undefined | null): ReadonlyMap<string, Entry> {
  return node?.kind === 'mapping' ? node.entries : nothing;
}

/** The node under a key; undefined where there is none. */
export function child(node: Node | undefined | null, key: string): Node | undefined {
  return entriesOf(node).get(key)?.node;
}

/** The scalar as GitHub writes it in a string (`3.10` is the number 3.1); null where it is none, or empty. */
export function textOf(node: Node | undefined | null): string | null {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : null;
}

/** One text or a list of them, as most keys allow; null where the key is not written. */
export function textsOf(node: Node | undefined | null): Text[] | null {
  if (!node) return null;
  const nodes = node.kind === 'list' ? node.items : [node];
  return nodes.flatMap((one) => {
    const value = textOf(one);
    return value === null ? [] : [{ value, line: one.line }];
  });
}

/** The values of {@link textsOf}. */
export function valuesOf(node: Node | undefined | null): string[] | null {
  return textsOf(node)?.map(({ value }) => value) ?? null;
}

/** A mapping of names to scalars, such as `env` and `with`. Names that hold nothing are left out. */
export function namedTexts(node: Node | undefined | null): Texts {
  const texts = new Map<string, Text>();
  for (const [name, { node: value, line }] of entriesOf(node)) {
    const text = textOf(value);
    if (text !== null) texts.set(name, { value: text, line });
  }
  return texts;
}

export type { Entry, Node };
