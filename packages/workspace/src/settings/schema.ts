/** As much of JSON Schema as options of nx.json need: editors read it, and so does `fits`. */
export interface Schema {
  readonly description?: string;
  readonly type?: 'string' | 'boolean' | 'array' | 'object';
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  /** What an editor offers; anything else is right as well. */
  readonly examples?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** What names beside `properties` hold; false: there are none. */
  readonly additionalProperties?: Schema | false;
  readonly anyOf?: readonly Schema[];
}

/** Whether a value is of the kind that a schema describes. Names that it does not know are no matter of kind. Pure. */
export function fits(value: unknown, schema: Schema): boolean {
  const { anyOf, enum: known, type, items = {} } = schema;
  if (anyOf) return anyOf.some((one) => fits(value, one));
  if (known && !known.includes(value)) return false;
  if (type === 'array') return Array.isArray(value) && value.every((one) => fits(one, items));
  if (type === 'object') return isObject(value) && fitsObject(value, schema);
  return type === undefined || typeof value === type;
}

function fitsObject(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, required = [], additionalProperties: others = false }: Schema,
): boolean {
  return (
    required.every((name) => value[name] !== undefined) &&
    Object.entries(value).every(([name, one]) => {
      const schema = Object.hasOwn(properties, name) ? properties[name] : others;
      return one === undefined || !schema || fits(one, schema);
    })
  );
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
