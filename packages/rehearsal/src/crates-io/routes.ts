import type { Issuer } from '../oidc/issuer.ts';
import {
  Refusal,
  answeringRefusals,
  json,
  redirect,
  text,
  type Handler,
  type HttpRequest,
} from '../message/message.ts';
import { route } from '../server/route.ts';
import { siteOf, type State } from '../state/state.ts';
import { addresses } from '../upstream.ts';
import {
  changeCrate,
  changeVersion,
  downloadHandler,
  fileHandler,
  showCategorySlugs,
  showCrate,
  showOwners,
  showVersion,
  yankHandler,
} from './crate-pages.ts';
import { exchangeHandler, revokeHandler } from './exchange.ts';
import { indexConfig, indexFile } from './index-file.ts';
import type { PublicCrates } from './public-crates.ts';
import { publishHandler } from './publish.ts';
import { addPublisher, listPublishers, removePublisher } from './publishers.ts';

export interface CratesIoOptions {
  /** Its own address, without a final slash. */
  readonly base: string;
  readonly issuer: Issuer;
  readonly publicCrates: PublicCrates;
}

/** crates.io: the API, the sparse index and the files, below one address. */
export function cratesIoHandler({ base, issuer, publicCrates }: CratesIoOptions): Handler {
  const configs = '/api/v1/trusted_publishing/github_configs';
  const tokens = '/api/v1/trusted_publishing/tokens';
  const crate = '/api/v1/crates/{name}';
  const routes = route(
    {
      'GET /index/config.json': indexConfig(base),
      'GET /index/{path+}': indexFile(publicCrates),
      'GET /crates/{name}/{version}/download': downloadHandler(publicCrates),
      'GET /crates/{name}/{file}': fileHandler(publicCrates),
      'PUT /api/v1/crates/new': publishHandler(publicCrates),
      'GET /api/v1/category_slugs': showCategorySlugs,
      [`POST ${tokens}`]: exchangeHandler(issuer, audiences(base)),
      [`DELETE ${tokens}`]: revokeHandler,
      [`GET ${configs}`]: listPublishers,
      [`POST ${configs}`]: addPublisher,
      [`DELETE ${configs}/{id}`]: removePublisher,
      [`GET ${crate}`]: showCrate,
      [`PATCH ${crate}`]: changeCrate,
      [`GET ${crate}/owners`]: showOwners,
      [`GET ${crate}/{version}`]: showVersion,
      [`PATCH ${crate}/{version}`]: changeVersion,
      [`GET ${crate}/{version}/download`]: ({ parameters: { name, version } }) =>
        redirect(302, `${base}/crates/${name}/${version}/download`),
      [`DELETE ${crate}/{version}/yank`]: yankHandler(true),
      [`PUT ${crate}/{version}/unyank`]: yankHandler(false),
    },
    () => {
      throw new Refusal(404, 'Not Found');
    },
  );
  return answeringRefusals(demandUserAgent(demandOpen(routes)), ({ status, message }) =>
    // A passed-through failure is told in plain text: cargo prints the body of a failed download.
    status === 502
      ? { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: message }
      : json(status, { errors: [{ detail: message }] }),
  );
}

/**
 * crates.io's audience is its host name. crates-io-auth-action takes the registry's address without
 * its scheme instead, so that one is right here as well.
 */
function audiences(base: string): string[] {
  const { host, pathname } = new URL(base);
  return [addresses.cratesAudience, host, `${host}${pathname}`];
}

/** The API serves nobody who does not say who they are; downloads are exempt. */
function demandUserAgent(handler: Handler): Handler {
  return (request, state, now) => {
    const isApi = request.path.startsWith('/api/') && !request.path.endsWith('/download');
    if (isApi && !userAgent(request)) throw new Refusal(403, `${noUserAgent}Bad: `);
    if (isBlocked(request, state)) return text(403, blocked);
    return handler(request, state, now);
  };
}

/** The operators block values of `User-Agent`, each whole and exact: those of libraries that ask too often. */
function isBlocked(request: HttpRequest, state: State): boolean {
  return siteOf('crates-io', state).blockedAgents.includes(userAgent(request));
}

const blocked =
  'We are unable to process your request at this time. This usually means that you are in violation of our API data access ' +
  `policy (${addresses.crates}/data-access). Please email help@crates.io and provide the request id rehearsal`;

/** In read-only mode whatever would write fails. */
function demandOpen(handler: Handler): Handler {
  return (request, state, now) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (reads || siteOf('crates-io', state).mode !== 'read-only') {
      return handler(request, state, now);
    }
    throw new Refusal(
      503,
      `crates.io is currently in read-only mode. Please check ${addresses.cratesStatus} for details.`,
    );
  };
}

function userAgent(request: HttpRequest): string {
  return request.headers['user-agent'] ?? '';
}

const noUserAgent =
  'We require that all requests include a `User-Agent` header. To allow us to determine the impact your bot has on our service, ' +
  "we ask that your user agent actually identify your bot, and not just report the HTTP client library you're using. " +
  'Including contact information will also reduce the chance that we will need to take action against your bot.\n\n';
