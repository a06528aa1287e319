import type { Faults } from '../faults/fault.ts';
import { claimsBase, forgetClaims, overrideClaims } from '../oidc/claims.ts';
import type { ReadyLine } from '../ready.ts';
import {
  Refusal,
  answeringRefusals,
  json,
  type Handler,
  type HttpRequest,
} from '../message/message.ts';
import { route } from '../server/route.ts';
import { changeAccount, changeSite } from './accounts.ts';
import { advanceClock } from './clock.ts';
import { addFaults } from './faults.ts';
import { changeFile } from './files.ts';
import { addProject } from './projects.ts';
import { addPublisher } from './publishers.ts';
import { aNumber, isObject, readList, readShape } from './shape.ts';
import { reportState } from './state-report.ts';
import { addToken } from './tokens.ts';

/** How a rehearsal is looked at and arranged. It is no part of any registry. */
export function adminHandler(ready: ReadyLine, faults: Faults): Handler {
  const routes = route(
    {
      'GET /state': (_request, state, now) => json(200, reportState(state, now)),
      'GET /ready': () => json(200, ready),
      'POST /claims': (request, state) => {
        const change = readBody(request);
        if (!isObject(change)) throw new Refusal(400, 'claims must be an object');
        overrideClaims(state, change);
        return json(200, { claims: claimsBase(state) });
      },
      'DELETE /claims': (_request, state) => {
        forgetClaims(state);
        return json(200, { claims: claimsBase(state) });
      },
      'POST /publishers': (request, state, now) => {
        const added = readList('publishers', readBody(request), 'publishers').map((one) =>
          addPublisher(one, state, now),
        );
        return json(201, { publishers: added });
      },
      'POST /projects': async (request, state, now) => {
        const given = readList('projects', readBody(request), 'projects');
        for (const one of given) await addProject(one, state, now);
        return json(201, { projects: given.length });
      },
      'POST /files': async (request, state, now) => {
        const given = readList('files', readBody(request), 'files');
        for (const one of given) await changeFile(one, state, now);
        return json(200, { files: given.length });
      },
      'POST /tokens': (request, state, now) =>
        json(201, { token: addToken(readBody(request), state, now) }),
      'POST /accounts': (request, state) => {
        changeAccount(readBody(request), state);
        return json(200, {});
      },
      'POST /sites': (request, state) => {
        changeSite(readBody(request), state);
        return json(200, {});
      },
      'POST /clock': (request, state, now) => {
        const body = readShape<{ advanceSeconds: number }>('clock', readBody(request), {
          advanceSeconds: aNumber,
        });
        advanceClock(state, body.advanceSeconds);
        return json(200, { now: new Date(now + body.advanceSeconds * 1000).toISOString() });
      },
      'POST /faults': (request) => {
        addFaults(readBody(request), faults);
        return json(201, {});
      },
      'DELETE /faults': () => {
        faults.clear();
        return { status: 204 };
      },
      'POST /reset': (_request, state) => {
        state.clear();
        faults.clear();
        return { status: 204 };
      },
    },
    ({ path }) => {
      throw new Refusal(404, `there is no ${path} here`);
    },
  );
  return answeringRefusals(routes, ({ status, message }) => json(status, { message }));
}

function readBody(request: HttpRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch (error) {
    throw new Refusal(400, `the body is not JSON: ${(error as Error).message}`);
  }
}
