import type { Clock, CommandResult, Ports } from '../../packages/release/src/ports.ts';

type Ask = (line: string) => Promise<string>;

/**
 * What `cargo publish` does over HTTP, and prints: looks into the index, asks the credential provider, uploads, waits
 * for the index. The real one drives the same code in other tests; here it is too slow, and has no clock to be given.
 */
export function cargoPublish(
  crate: {
    readonly name: string;
    readonly version: string;
    readonly bytes: Buffer;
    readonly sha256: string;
    /** What its manifest requires, and a lock file has to find. */
    readonly needs: readonly { readonly package: string; readonly version: string }[];
  },
  places: { readonly index: string; readonly api: string },
  ask: Ask,
  { fetch, clock }: { readonly fetch: Ports['fetch']; readonly clock: Clock },
): Promise<CommandResult> {
  const { name, version, bytes, sha256, needs } = crate;
  const shows = async (crate: string, version: string): Promise<boolean> => {
    const response = await calm(() => fetch(`${places.index}${prefixed(crate)}`), clock);
    const text = await response.text();
    if (response.status === 404) return false;
    if (!response.ok)
      throw new Error(`failed to get successful HTTP response, got ${response.status}`);
    return text.includes(`"vers":"${version}"`);
  };
  const publish = async (): Promise<string> => {
    if (await shows(name, version))
      throw new Error(`crate ${name}@${version} already exists on crates.io index`);
    for (const one of needs) {
      if (!(await shows(one.package, one.version))) throw new Error(unmet(one));
    }
    const question = {
      v: 1,
      kind: 'get',
      operation: 'publish',
      name,
      vers: version,
      cksum: sha256,
    };
    const answer = JSON.parse(await ask(JSON.stringify(question))) as {
      Ok?: { token: string };
      Err?: { message?: string };
    };
    if (!answer.Ok) throw new Error(`credential provider failed: ${answer.Err?.message ?? ''}`);
    await upload(answer.Ok.token);
    for (let second = 0; second < 60 && !(await shows(name, version)); second++)
      await clock.sleep(1000);
    return `Published ${name} v${version}`;
  };
  const upload = async (token: string): Promise<void> => {
    const body = frame(JSON.stringify({ name, vers: version, deps: [], features: {} }), bytes);
    const response = await fetch(`${places.api}/api/v1/crates/new`, {
      method: 'PUT',
      headers: { authorization: token, 'user-agent': 'cargo/1.95.0' },
      body,
    }).catch(() => {
      throw new Error('[56] Failure when receiving data from the peer (Connection reset by peer)');
    });
    const text = await response.text().catch(() => {
      throw new Error('[56] Failure when receiving data from the peer (Connection reset by peer)');
    });
    verify(response.status, text);
  };
  return publish().then(
    (all) => ({ exitCode: 0, stdout: '', stderr: all, all }),
    (error: Error) => {
      const all = `error: failed to publish ${name}\n\nCaused by:\n  ${error.message}\n`;
      return { exitCode: 101, stdout: '', stderr: all, all };
    },
  );
}

const unmet = ({ package: name, version }: { package: string; version: string }): string =>
  `failed to select a version for the requirement \`${name} = "^${version}"\`\ncandidate versions found which didn't match: 0.1.0`;

/** The errors of cargo's own client of the registry, in its words. */
function verify(status: number, text: string): void {
  const reasons: Readonly<Record<number, string>> = {
    200: 'OK',
    429: 'Too Many Requests',
    503: 'Service Unavailable',
  };
  let errors: { detail: string }[] | undefined;
  try {
    errors = (JSON.parse(text || '{}') as { errors?: { detail: string }[] }).errors;
  } catch (error) {
    if (status === 200) throw error;
  }
  if (errors) {
    const detail = errors.map((one) => one.detail).join(', ');
    const shown = status === 200 ? '' : ` (status ${status} ${reasons[status] ?? ''})`;
    throw new Error(`the remote server responded with an error${shown}: ${detail}`);
  }
  if (status !== 200)
    throw new Error(`failed to get a 200 OK response, got ${status}\nheaders:\nbody:\n${text}`);
}

/** cargo asks the index again where the connection failed or the server did: `net.retry`. */
async function calm(ask: () => Promise<Response>, clock: Clock): Promise<Response> {
  for (let tries = 0; ; tries++) {
    const response = await ask().catch(() => null);
    if (response && response.status < 500) return response;
    if (tries === 3)
      throw new Error(response ? `got ${response.status}` : '[56] Connection reset by peer');
    await clock.sleep(1000);
  }
}

function prefixed(name: string): string {
  return `${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`;
}

function frame(json: string, bytes: Buffer): Buffer {
  const lengthOf = (part: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(part.length);
    return length;
  };
  const head = Buffer.from(json);
  return Buffer.concat([lengthOf(head), head, lengthOf(bytes), bytes]);
}
