// {rootPath}/v2 as PassKit's "CherryPie" API has it (surfaces.md, 2): finds the endpoint, asks who calls, and answers.

import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { authorizePassKit } from '../../operations/access/authorize-passkit.ts';
import type { Context } from '../../operations/context.ts';
import { readDepth } from '../../operations/depth.ts';
import { DEPTH_HEADER } from '../../ports/outbound.ts';
import { answerJson } from '../json-answer.ts';
import { readPassKitBody } from './body.ts';
import type { Answer, Endpoint, OpenCall } from './endpoint.ts';
import { ENDPOINTS } from './endpoints.ts';

export function passkitRoutes(context: Context): Hono {
  const app = new Hono();
  for (const endpoint of ENDPOINTS) {
    app.on(endpoint.method, endpoint.path, async (c) => {
      c.set('surface', 'passkit');
      const answer = await run(endpoint, c, context);
      return answer instanceof Response ? answer : answerJson(c, answer);
    });
  }
  app.all('/*', async (c) => {
    c.set('surface', 'passkit');
    const escaped = withEscapedQuery(c);
    if (escaped !== null) {
      const answer = await run(escaped.endpoint, c, context, escaped.query);
      return answer instanceof Response ? answer : answerJson(c, answer);
    }
    throw new AppError('endpoint_unknown', { message: `There is no ${c.req.method} of this path.` });
  });
  return app;
}

/** A client of PassKit's escapes whole addresses, and so sends the query inside the path: /passes%3FuserDefinedId%3D1 */
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
  context: Context,
  query: OpenCall['query'] = c.req.query(),
): Promise<Answer> {
  const call: OpenCall = {
    context,
    parameters: c.req.param(),
    query,
    depth: readDepth(c.req.header(DEPTH_HEADER)),
    body: () => readPassKitBody(c.req.raw),
  };
  if (endpoint.open) return endpoint.run(call);
  // Before the body is read: nobody sends us megabytes without a key.
  const account = await authorizePassKit(context, c.req.header('authorization'));
  return endpoint.run({ ...call, account });
}
