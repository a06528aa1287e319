import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { JSONObjectReader } from '@actions/workflow-parser/templates/json-object-reader';
import { TemplateSchema } from '@actions/workflow-parser/templates/schema/template-schema';
import {
  TemplateContext,
  TemplateValidationErrors,
} from '@actions/workflow-parser/templates/template-context';
import { readTemplate } from '@actions/workflow-parser/templates/template-reader';
import type { LiteralToken } from '@actions/workflow-parser/templates/tokens/literal-token';
import { NoOperationTraceWriter } from '@actions/workflow-parser/templates/trace-writer';
import { YamlObjectReader } from '@actions/workflow-parser/workflows/yaml-object-reader';

/** A node of a YAML file with the line on which it begins. */
export type Node = Scalar | List | Mapping;

export interface Scalar {
  readonly kind: 'scalar';
  readonly line: number;
  readonly value: string | number | boolean | null;
  /** `|`, `>-` … for a block scalar, whose text begins on the next line. */
  readonly block: string | null;
}

export interface List {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly Node[];
}

export interface Mapping {
  readonly kind: 'mapping';
  readonly line: number;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  /** The line of the key. */
  readonly line: number;
  readonly node: Node;
}

export interface Mistake {
  readonly line: number | null;
  readonly detail: string;
}

/** The rules of GitHub for a file: those of a workflow, or those of an action. */
export type FileKind = 'workflow' | 'action';

const schemas = new Map<FileKind, TemplateSchema>();

/**
 * Takes the text of a workflow or of an action's metadata. Returns its tree, expressions left as they are
 * written, and what GitHub's own reader finds wrong with it. The tree is null when the text is not YAML.
 */
export function readYaml(
  kind: FileKind,
  file: string,
  text: string,
): { root: Node | null; mistakes: Mistake[] } {
  const reader = new YamlObjectReader(undefined, text);
  if (reader.errors.length > 0) {
    const mistakes = reader.errors.map(({ message, range }) => ({
      line: range?.start.line ?? null,
      detail: firstLine(message),
    }));
    return { root: null, mistakes };
  }
  reader.validateStart();
  const most = text.length + mostRepeated;
  const root = readNode(reader, { left: most });
  if (root === null) {
    const detail = `its anchors make more than ${most} values of it`;
    return { root, mistakes: [{ line: null, detail }] };
  }
  return { root, mistakes: mistakesIn(kind, file, text) };
}

/**
 * What GitHub refuses. The strict rules for actions are those of its Marketplace and of editors: a run takes an action
 * without a name, without a description, and with keys that nobody knows.
 */
function mistakesIn(kind: FileKind, file: string, text: string): Mistake[] {
  const strict = validate(kind, `${kind}-root-strict`, file, text);
  if (kind === 'workflow') return strict;
  const missing = strict.filter(
    ({ detail }) =>
      detail.startsWith('Required property is missing') && !/: (name|description)$/.test(detail),
  );
  const refused = validate(kind, 'action-root', file, text);
  const known = new Set(refused.map(({ detail }) => detail));
  return [...refused, ...missing.filter(({ detail }) => !known.has(detail))];
}

/**
 * Values beyond those that are written, each of which takes a character: more than anybody repeats by anchors, and a
 * few lines of anchors that hold each other's can ask for thousands of millions.
 */
const mostRepeated = 20_000;

function validate(kind: FileKind, root: string, file: string, text: string): Mistake[] {
  const trace = new NoOperationTraceWriter();
  const context = new TemplateContext(new TemplateValidationErrors(), schemaOf(kind), trace);
  const id = context.getFileId(file);
  try {
    readTemplate(context, root, new YamlObjectReader(id, text), id);
  } catch (error) {
    return [{ line: null, detail: firstLine((error as Error).message) }];
  }
  return context.errors.getErrors().map(({ rawMessage, range }) => ({
    line: range?.start.line ?? null,
    detail: firstLine(rawMessage),
  }));
}

/** The parser's own entry imports its schema in a way that only bundlers understand, so it is loaded here. */
function schemaOf(kind: FileKind): TemplateSchema {
  const known = schemas.get(kind);
  if (known) return known;
  const entry = import.meta.resolve('@actions/workflow-parser');
  const file = fileURLToPath(new URL(`./${kind}-v1.0.min.json`, entry));
  const json: unknown = createRequire(import.meta.url)(file);
  const schema = TemplateSchema.load(new JSONObjectReader(undefined, JSON.stringify(json)));
  schemas.set(kind, schema);
  return schema;
}

/** Null where there are more nodes than are left. */
function readNode(reader: YamlObjectReader, nodes: { left: number }): Node | null {
  if (nodes.left-- === 0) return null;
  const literal = reader.allowLiteral();
  if (literal) return toScalar(literal);
  const list = reader.allowSequenceStart();
  if (list) {
    const items: Node[] = [];
    while (!reader.allowSequenceEnd()) {
      const item = readNode(reader, nodes);
      if (item === null) return null;
      items.push(item);
    }
    return { kind: 'list', line: list.line ?? 1, items };
  }
  const mapping = reader.allowMappingStart();
  if (mapping) {
    const entries = new Map<string, Entry>();
    while (!reader.allowMappingEnd()) {
      const key = reader.allowLiteral();
      const line = key?.line ?? mapping.line ?? 1;
      const node = readNode(reader, nodes);
      if (node === null) return null;
      entries.set(String(key), { line, node });
    }
    return { kind: 'mapping', line: mapping.line ?? 1, entries };
  }
  return { kind: 'scalar', line: 1, value: null, block: null };
}

function toScalar(token: LiteralToken): Scalar {
  const { value, blockScalarHeader } = token as {
    value?: Scalar['value'];
    blockScalarHeader?: string;
  };
  return {
    kind: 'scalar',
    line: token.line ?? 1,
    value: value ?? null,
    block: blockScalarHeader ?? null,
  };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.trim().replace(/:$/, '');
}
