// Serves {rootPath}/v2 of PassKit's "CherryPie" API (surfaces.md, 2): finds the endpoint and the
// account, and answers.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { authorizePassKit } from '../../operations/access/authorize-passkit.ts';
import type { Context } from '../../operations/context.ts';
import { warningsOf } from '../answer-warnings.ts';
import { answerJson } from '../json-answer.ts';
import { contextOf } from '../request-context.ts';
import { readPassKitBody } from './body.ts';
import type { Answer, Endpoint, OpenCall } from './endpoint.ts';
import { ENDPOINTS } from './endpoints.ts';

export function passkitRoutes(context: Context): Hono {
  const app = new Hono();
  for (const endpoint of ENDPOINTS) {
    app.on(endpoint.method, endpoint.path, async (c) => {
      c.set('surface', surfaceOf(c));
      const answer = await run(endpoint, c, context);
      return answer instanceof Response ? answer : answerJson(c, answer);
    });
  }
  app.all('/*', async (c) => {
    c.set('surface', surfaceOf(c));
    const escaped = withEscapedQuery(c);
    if (escaped !== null) {
      const answer = await run(escaped.endpoint, c, context, escaped.query);
      return answer instanceof Response ? answer : answerJson(c, answer);
    }
    throw new AppError('endpoint_unknown', { message: `There is no ${c.req.method} of this path.` });
  });
  return app;
}

/** A program with an x-api-key and no token speaks Pass2U and reads that surface's errors. */
function surfaceOf(c: HonoContext): 'passkit' | 'pass2u' {
  const isPass2u = c.req.header('x-api-key') !== undefined && c.req.header('authorization') === undefined;
  return isPass2u ? 'pass2u' : 'passkit';
}

/** PassKit's clients escape whole addresses, the query too: /passes%3FuserDefinedId%3D1 */
function withEscapedQuery(c: HonoContext) {
  const [, path, query] = /\/(passes|passesBatch)%3F(.+)/is.exec(c.req.path) ?? [];
  const endpoint = ENDPOINTS.find((known) => known.method === c.req.method && known.path === `/${path}`);
  if (endpoint === undefined || query === undefined) return null;
  try {
    return { endpoint, query: Object.fromEntries(new URLSearchParams(decodeURIComponent(query))) };
  } catch {
    return null;
  }
}

async function run(
  endpoint: Endpoint,
  c: HonoContext,
  serverContext: Context,
  query: OpenCall['query'] = c.req.query(),
): Promise<Answer> {
  const context = contextOf(serverContext, c);
  const call: OpenCall = {
    context,
    parameters: c.req.param(),
    query,
    depth: c.get('depth'),
    warn: warningsOf(c),
    body: () => readPassKitBody(c.req.raw),
  };
  const named = `passkit ${endpoint.path}`;
  if (endpoint.open) return context.spans.span(named, {}, () => endpoint.run(call));
  if (c.get('surface') === 'pass2u') {
    const wants = 'Authorization: PKAuth <JSON web token>';
    const message = `There is no such endpoint for an x-api-key: the PassKit API has this path, and takes ${wants}.`;
    throw new AppError('endpoint_unknown', { message });
  }
  // Check the token before the body, because nobody may send megabytes without a key.
  const account = await authorizePassKit(context, c.req.header('authorization'));
  return context.spans.span(named, {}, () => endpoint.run({ ...call, account }));
}
