import { data, Evaluator, Lexer, Parser, type Expr } from '@actions/expressions';
import { Unknown, type MatrixRow, type MatrixValue } from './value.ts';

/** What is known of the contexts that an expression may read. What is not in here is unknown, not empty. */
export interface Contexts {
  readonly matrix?: MatrixRow;
  /** Variables; a name that is not listed may be set by an earlier step, so it is unknown. */
  readonly env?: ReadonlyMap<string, string>;
  /** Inputs of a composite action or of a called workflow, all of them. */
  readonly inputs?: Inputs;
  readonly runner?: { readonly os: string; readonly arch: string } | null;
  readonly github?: GithubContext;
}

/** What `inputs.…` is; booleans and numbers are no texts where the workflow declares them so. */
export type Inputs = ReadonlyMap<string, MatrixValue>;

/** What is known of `github.…` in a run; a map in it, such as the event, may hold more than is listed. */
export type GithubContext = ReadonlyMap<string, ContextValue>;
export type ContextValue = MatrixValue | ReadonlyMap<string, MatrixValue>;

const contextNames =
  'github env vars job jobs steps runner secrets strategy matrix needs inputs'.split(' ');
const constant = (name: string, value: boolean) => ({
  name,
  minArgs: 0,
  maxArgs: 255,
  call: () => new data.BooleanData(value),
});
const statusFunctions = [
  constant('always', true),
  constant('success', true),
  constant('failure', false),
  constant('cancelled', false),
];
const functions = new Map(statusFunctions.map((one) => [one.name, one]));

/**
 * Takes a text that may hold `${{ … }}`, and what is known. Returns its value: of any type when the text is
 * one expression, else a string. Undefined when it depends on something that is not known.
 */
export function evaluate(text: string, contexts: Contexts): MatrixValue | undefined {
  const whole = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(text);
  if (whole) return toValue(compute(whole[1]!, contexts));
  const filled = substitute(text, contexts);
  return filled.includes('${{') ? undefined : filled;
}

/** The text with every expression replaced that can be computed; the others stay as they are written. */
export function substitute(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{((?:(?!\}\}).)*)\}\}/gs, (written, expression: string) => {
    const value = compute(expression, contexts);
    return value === undefined || !value.primitive ? written : value.coerceString();
  });
}

/** Whether an `if:` lets the job or step run: true and false where that is certain, null where it is not. */
export function holdsTrue(condition: string | null, contexts: Contexts): boolean | null {
  if (condition === null) return true;
  const expression = condition.replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  const value = compute(expression, contexts, true);
  return value === undefined ? null : isTruthy(value);
}

class NotKnown extends Error {}

class Careful extends Evaluator {
  override visitContextAccess(access: Parameters<Evaluator['visitContextAccess']>[0]) {
    const value = super.visitContextAccess(access);
    if (value.kind === data.Kind.Null) throw new NotKnown();
    return value;
  }

  override visitIndexAccess(access: Parameters<Evaluator['visitIndexAccess']>[0]) {
    const value = super.visitIndexAccess(access);
    if (value instanceof Hole) throw new NotKnown();
    if (value.kind === data.Kind.Null && this.eval(access.expr) instanceof OpenDictionary) {
      throw new NotKnown();
    }
    return value;
  }
}

/** As {@link Careful}, but what is unknown beside a deciding operand does not matter: for truth only. */
class Condition extends Careful {
  override visitLogical(logical: Parameters<Evaluator['visitLogical']>[0]) {
    const decides = logical.operator.lexeme === '||';
    let unknown: unknown = null;
    for (const operand of logical.args) {
      try {
        const value = this.eval(operand);
        if (isTruthy(value) === decides) return value;
      } catch (error) {
        unknown = error;
      }
    }
    if (unknown) throw unknown;
    return new data.BooleanData(!decides);
  }
}

/** A dictionary of which not every key is known. */
class OpenDictionary extends data.Dictionary {}

/** Stands for a value that is not known. */
class Hole extends data.Dictionary {}

function compute(
  expression: string,
  contexts: Contexts,
  forTruth = false,
): data.ExpressionData | undefined {
  try {
    const tree = parse(expression);
    const Kind = forTruth ? Condition : Careful;
    const result = new Kind(tree, dictionaryOf(contexts), functions).evaluate();
    return result instanceof Hole ? undefined : result;
  } catch {
    return undefined;
  }
}

function parse(expression: string): Expr {
  const { tokens } = new Lexer(expression).lex();
  return new Parser(tokens, contextNames, statusFunctions).parse();
}

function dictionaryOf(contexts: Contexts): data.Dictionary {
  const all = new data.Dictionary();
  const { matrix, env, inputs, runner, github } = contexts;
  if (matrix) all.add('matrix', fill(new data.Dictionary(), matrix));
  if (inputs) all.add('inputs', fill(new data.Dictionary(), inputs));
  if (env) all.add('env', fill(new OpenDictionary(), env));
  if (github) all.add('github', openDictionaryOf(github));
  if (runner) all.add('runner', fill(new OpenDictionary(), new Map(Object.entries(runner))));
  return all;
}

function openDictionaryOf(values: GithubContext): data.Dictionary {
  const into = new OpenDictionary();
  for (const [key, value] of values) {
    into.add(key, value instanceof Map ? openDictionaryOf(value) : toData(value as MatrixValue));
  }
  return into;
}

function fill(
  into: data.Dictionary,
  values: ReadonlyMap<string, MatrixValue> | ReadonlyMap<string, string>,
): data.Dictionary {
  for (const [key, value] of values) into.add(key, toData(value));
  return into;
}

function toData(value: MatrixValue): data.ExpressionData {
  if (value instanceof Unknown) return new Hole();
  if (value === null) return new data.Null();
  if (typeof value === 'string') {
    return value.includes('${{') ? new Hole() : new data.StringData(value);
  }
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...(value as readonly MatrixValue[]).map(toData));
  return fill(new data.Dictionary(), new Map(Object.entries(value)));
}

function toValue(value: data.ExpressionData | undefined): MatrixValue | undefined {
  if (value === undefined) return undefined;
  if (value instanceof data.Array) return value.values().map((one) => toValue(one)!);
  if (value instanceof data.Dictionary) {
    return Object.fromEntries(value.pairs().map((pair) => [pair.key, toValue(pair.value)!]));
  }
  if (value instanceof data.Null) return null;
  return value.kind === data.Kind.String ? value.coerceString() : primitiveOf(value);
}

function primitiveOf(value: data.ExpressionData): number | boolean {
  return value.kind === data.Kind.Boolean ? value.coerceString() === 'true' : value.number();
}

function isTruthy(value: data.ExpressionData): boolean {
  if (value.kind === data.Kind.Null) return false;
  if (value.kind === data.Kind.String) return value.coerceString() !== '';
  if (!value.primitive) return true;
  const number = value.number();
  return number !== 0 && !Number.isNaN(number);
}
