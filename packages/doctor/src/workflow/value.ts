/** A value of a matrix; {@link Unknown} when only the run of the workflow computes it. */
export type MatrixValue =
  | string
  | number
  | boolean
  | null
  | Unknown
  | readonly MatrixValue[]
  | { readonly [key: string]: MatrixValue };

/** One combination: what `matrix.…` is in one run of the job. */
export type MatrixRow = ReadonlyMap<string, MatrixValue>;

/** A value that an expression computes from something that is not in the file. */
export class Unknown {
  readonly expression: string;

  constructor(expression: string) {
    this.expression = expression;
  }
}
