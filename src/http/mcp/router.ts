// Serves /mcp, where assistants call tools by the Model Context Protocol (streamable HTTP): each
// request by itself, without sessions. Nothing of it is loaded before the first request.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError, shownError } from '../../errors.ts';
import { authorizeAssistant } from '../../operations/access/authorize-assistant.ts';
import type { Context } from '../../operations/context.ts';
import { isObject } from '../../rules/values/values.ts';
import { en } from '../../ui/texts/en/index.ts';
import { OWNER_LANGUAGES, textsFor } from '../../ui/texts/language.ts';
import { statusByCode, USUAL_STATUS } from '../error-status.ts';
import { languageOf } from '../frame.tsx';
import { parseLongJson } from '../json-body.ts';
import { readBody } from '../parameters.ts';
import { contextOf } from '../request-context.ts';
import { setRetryAfter } from '../retry-after.ts';

/** In bytes: the JSON of a card that pages edit, in a text of JSON. */
const LARGEST_MESSAGE = 1024 * 1024;

const STATUS = statusByCode(USUAL_STATUS, { api_key_invalid: 401, method_not_allowed: 405 });

/** JSON-RPC's number for an error of the server's own making. */
const RPC_ERROR = -32_000;

export function assistantRoutes(context: Context): Hono {
  const app = new Hono();
  app.post('/mcp', async (c) => {
    const own = contextOf(context, c);
    try {
      requireNoOtherSite(context, c);
      const assistant = await authorizeAssistant(own, c.req.header('authorization'));
      const message = await parseLongJson(await readBody(c.req.raw, LARGEST_MESSAGE), 'The body');
      if (!isObject(message)) {
        throw new AppError('body_invalid', { message: 'A request has one message: an object of JSON-RPC.' });
      }
      const { answerMessage } = await import('./server.ts');
      const words = textsFor(languageOf(c), OWNER_LANGUAGES).sentences;
      const call = { context: own, assistant, words, depth: c.get('depth') };
      return await answerMessage(call, c.req.raw, message);
    } catch (error) {
      return failure(c, own, shownError(error));
    }
  });
  app.all('/mcp', (c) => {
    c.header('allow', 'POST');
    // The protocol's answer of a server that opens no streams and has no sessions to end.
    return failure(c, context, new AppError('method_not_allowed', { message: 'This address takes POST alone.' }));
  });
  return app;
}

/** Refuses scripts of other sites, as the protocol demands. Programs that are no browsers name no origin. */
function requireNoOtherSite({ settings }: Context, c: HonoContext): void {
  const origin = c.req.header('origin');
  if (origin === undefined || origin === new URL(settings.rootUrl).origin) return;
  throw new AppError('access_denied', { message: 'Pages of other addresses may not call this server.' });
}

function failure(c: HonoContext, { log }: Pick<Context, 'log'>, error: unknown): Response {
  if (!(error instanceof AppError)) {
    log.error({ err: error }, 'request failed');
    return failure(c, { log }, new AppError('internal', { message: en.errors.internal(c.get('requestId')) }));
  }
  setRetryAfter(c, error);
  c.set('failure', error.code);
  if (error.code === 'api_key_invalid') c.header('www-authenticate', 'Bearer');
  const { code, message } = error;
  return c.json({ jsonrpc: '2.0', error: { code: RPC_ERROR, message, data: { code } }, id: null }, STATUS[code]);
}
