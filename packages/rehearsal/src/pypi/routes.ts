import {
  answeringRefusals,
  json,
  type Handler,
  type HttpRequest,
  type HttpResponse,
  type Refusal,
} from '../message/message.ts';
import { route } from '../server/route.ts';
import { audienceHandler, burnHandler, dressMintRefusal, mintHandler } from './mint.ts';
import { fileHandler, jsonHandler, provenanceHandler } from './pages.ts';
import { indexHandler, projectHandler } from './simple.ts';
import type { Site } from './site.ts';
import { slashlessHandler, uploadHandler } from './upload.ts';

/** PyPI or TestPyPI: exchange, upload and what installers read, below one address. */
export function pypiHandler(site: Site): Handler {
  const mint = answeringRefusals(mintHandler(site), dressMintRefusal);
  return route(
    {
      'GET /_/oidc/audience': audienceHandler(site),
      'POST /_/oidc/mint-token': mint,
      'POST /_/oidc/github/mint-token': mint,
      'POST /_/oidc/burn-token': answeringRefusals(burnHandler(site), dressMintRefusal),
      'POST /legacy': slashlessHandler(site),
      'POST /legacy/': answeringRefusals(uploadHandler(site), dressUploadRefusal),
      'GET /simple': indexHandler(site),
      'GET /simple/': indexHandler(site),
      'GET /simple/{name}': projectHandler(site),
      'GET /simple/{name}/': projectHandler(site),
      'GET /files/{first}/{rest}/{file}': fileHandler(site),
      'GET /pypi/{name}/json': jsonHandler(site),
      'GET /pypi/{name}/{version}/json': jsonHandler(site),
      'GET /integrity/{name}/{version}/{file}/provenance': provenanceHandler(site),
    },
    () => json(404, { message: 'Not Found' }),
  );
}

const explanations: Readonly<Record<number, string>> = {
  400: 'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  403: 'Access was denied to this resource.',
};

/** The text stands in the reason phrase and in the body, as warehouse's one helper writes both. */
function dressUploadRefusal(refusal: Refusal, request: HttpRequest): HttpResponse {
  const { status, message: title } = refusal;
  const explanation = explanations[status] ?? '';
  if ((request.headers['accept'] ?? '').includes('application/json')) {
    const message = `${explanation}\n\n\n${title}\n\n`;
    return { ...json(status, { message, code: `${status} ${title}`, title }), reason: title };
  }
  const escaped = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const head = `<head>\n  <title>${status} ${escaped}</title>\n </head>`;
  const body = `<html>\n ${head}\n <body>\n  <h1>${status} ${escaped}</h1>\n  ${explanation}<br/><br/>\n${escaped}\n\n\n </body>\n</html>`;
  return { status, reason: title, headers: { 'content-type': 'text/html; charset=UTF-8' }, body };
}
