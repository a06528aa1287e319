import type { Form } from './form.ts';

/** What an upload is, once its form has been read. */
export interface Upload {
  readonly form: Form;
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly bytes: Buffer;
  readonly digests: { readonly md5: string; readonly sha256: string; readonly blake2: string };
}
