// Serves {rootPath}/v2 of Pass2U's API (surfaces.md, 3): finds the endpoint and the account, counts
// the call, and answers.
import { type Handler, Hono, type Context as HonoContext } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { AppError } from '../../errors.ts';
import { authorizePass2u } from '../../operations/access/authorize-pass2u.ts';
import type { Context } from '../../operations/context.ts';
import { warningsOf } from '../answer-warnings.ts';
import { languageOf } from '../frame.tsx';
import { answerJson } from '../json-answer.ts';
import { contextOf } from '../request-context.ts';
import { readJsonObject } from './body.ts';
import type { Call } from './endpoint.ts';
import { ENDPOINTS } from './endpoints.ts';

export function pass2uRoutes(context: Context): Hono {
  const app = new Hono();
  for (const { method, path, answers = 'application/json', run } of ENDPOINTS) {
    app.on(
      method,
      path,
      taking(async (c) => {
        const own = contextOf(context, c);
        const account = await authorizePass2u(own, c.req.header('x-api-key'), `${method} ${path}`);
        requireAcceptable(c, answers);
        const call: Call = {
          context: own,
          account,
          parameters: c.req.param(),
          query: c.req.query(),
          depth: c.get('depth'),
          language: languageOf(c),
          warn: warningsOf(c),
          request: c.req.raw,
          body: () => readJsonObject(c.req.raw),
        };
        const answer = await own.spans.span(`pass2u ${path}`, {}, () => run(call));
        return answer instanceof Response ? answer : answerJson(c, answer);
      }),
    );
  }
  for (const path of new Set(ENDPOINTS.map((endpoint) => endpoint.path))) {
    const allowed = ENDPOINTS.filter((endpoint) => endpoint.path === path).map(({ method }) => method);
    app.all(
      path,
      taking(async (c) => {
        c.header('allow', allowed.join(', '));
        throw new AppError('method_not_allowed', { message: `This path takes ${allowed.join(' or ')} only.` });
      }),
    );
  }
  app.all(
    '/models/*',
    taking(async () => {
      throw new AppError('endpoint_unknown');
    }),
  );
  return app;
}

/**
 * Refuses a request whose Accept excludes the answer's type: the guide's "HTTP Not Acceptable",
 * with status 405. A request without Accept allows any type.
 */
function requireAcceptable(c: HonoContext, answers: string): void {
  const header = c.req.header('accept');
  if (header === undefined || header.trim() === '') return;
  const ranges = ['*/*', `${answers.split('/')[0]}/*`, answers];
  if (parseAccept(header).some(({ type, q }) => q > 0 && ranges.includes(type.toLowerCase()))) return;
  throw new AppError('method_not_allowed', {
    message: `Not acceptable: this API answers ${answers}, which the request's Accept header does not allow.`,
  });
}

/**
 * Handles all of /v2/models, and the paths that PassKit has too if the request has an x-api-key.
 */
function taking(handle: (c: HonoContext) => Promise<Response>): Handler {
  return (c, next) => {
    const isOurs = c.req.routePath.includes('/models/') || c.req.header('x-api-key') !== undefined;
    if (!isOurs) return next();
    c.set('surface', 'pass2u');
    return handle(c);
  };
}
