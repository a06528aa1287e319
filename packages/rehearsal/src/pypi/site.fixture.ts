import { createHash } from 'node:crypto';
import { newIssuer } from '../oidc/issuer.ts';
import { newSigstore } from '../sigstore/sigstore.ts';
import { issueClaims } from '../oidc/claims.ts';
import type { Handler, HttpResponse } from '../message/message.ts';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import { noon } from '../state/state.fixture.ts';
import type { State } from '../state/state.ts';
import { aWheel } from './distribution.fixture.ts';
import { pypiHandler } from './routes.ts';
import type { Site } from './site.ts';

export const base = 'http://127.0.0.1:9/pypi';

export async function aSite(change: Partial<Site> = {}): Promise<Site & { handler: Handler }> {
  const issuer = await newIssuer('http://127.0.0.1:9/oidc');
  const site: Site = {
    registry: 'pypi',
    base,
    issuer,
    sigstore: newSigstore(
      { fulcio: 'http://127.0.0.1:9/fulcio', rekor: 'http://127.0.0.1:9/rekor' },
      noon,
    ),
    publicSimple: 'https://public/simple/',
    ...change,
  };
  return { ...site, handler: pypiHandler(site) };
}

/** Exchanges an identity made of the state's claims and these. */
export async function mint(
  { handler, issuer, registry }: Site & { handler: Handler },
  state: State,
  claims: Record<string, unknown> = {},
  now = noon,
): Promise<HttpResponse> {
  const all = { ...issueClaims(state, issuer.url, registry, noon), ...claims };
  const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const body = { token: await issuer.sign(said) };
  return handler(aRequest('POST /_/oidc/mint-token', { body }), state, now);
}

/** What a client sends for a wheel, with anything changed; a field that is undefined is left out. */
export interface Sent {
  readonly token: string;
  readonly fields?: Readonly<Record<string, string | undefined>>;
  readonly file?: string;
  readonly bytes?: Buffer;
  readonly accept?: string;
  readonly now?: number;
  readonly indexDelayMs?: number;
}

export const wheelName = 'some_project-1.0-py3-none-any.whl';

export async function upload(
  { handler }: { handler: Handler },
  state: State,
  sent: Sent,
): Promise<HttpResponse> {
  const { bytes = aWheel(), file = wheelName } = sent;
  const fields: Record<string, string | undefined> = {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.4',
    name: 'some-project',
    version: '1.0',
    filetype: file.endsWith('.whl') ? 'bdist_wheel' : 'sdist',
    pyversion: file.endsWith('.whl') ? 'py3' : 'source',
    sha256_digest: createHash('sha256').update(bytes).digest('hex'),
    ...sent.fields,
  };
  const boundary = 'xxxx';
  const parts = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="content"; filename="${file}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(parts.join('') + head),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const headers = {
    'content-type': `multipart/form-data; boundary=${boundary}`,
    authorization: `Basic ${Buffer.from(`__token__:${sent.token}`).toString('base64')}`,
    accept: sent.accept ?? 'application/json',
  };
  const { now = noon, indexDelayMs = 0 } = sent;
  return handler({ ...aRequest('POST /legacy/', { headers, body }), indexDelayMs }, state, now);
}

/** The text of a refused upload, known to stand in the status line and in the body. */
export function refusalOf(response: HttpResponse): string {
  const { title } = bodyOf<{ title: string }>(response);
  return title === response.reason ? title : `reason ${response.reason} but title ${title}`;
}
