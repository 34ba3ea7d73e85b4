// {rootPath}/api/{function}.php: finds the function, reads the parameters, answers JSON.

import { Hono } from 'hono';
import { AppError } from '../../errors.ts';
import { type CreationThrottle, countCreation } from '../../operations/access/creation-throttle.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import { suggestion } from '../../rules/diagnostics.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import { answerWhole } from '../answer-headers.ts';
import { addressOf } from '../caller.ts';
import { languageOf } from '../frame.tsx';
import { answerJson } from '../json-answer.ts';
import { LARGEST_BODY, LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { contextOf } from '../request-context.ts';
import { endSession, startSession } from '../session.ts';
import { answerFailure } from './answers.ts';
import type { Call } from './api-function.ts';
import { FUNCTIONS } from './functions.ts';

export function passsourceRoutes(context: Context, throttle: GuessThrottle, creations: CreationThrottle): Hono {
  const app = new Hono();
  app.on(['GET', 'POST'], '/api/:file', async (c) => {
    // Refuse HEAD, which Hono routes like GET: a client that sends HEAD means to change nothing.
    if (c.req.method === 'HEAD') return c.body(null, 405, { allow: 'GET, POST' });
    try {
      const name = c.req.param('file').replace(/\.php$/, '');
      const { run, more, pictures } = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]! : unknownFunction(name);
      c.set('apiFunction', name);
      const largest = more === undefined && pictures === undefined ? LARGEST_TEXT_BODY : LARGEST_BODY;
      const parameters = await readParameters(c.req.raw, largest);
      const key = c.req.header('idempotency-key') ?? parameters.requestId;
      let setsCookies = false;
      const call: Call = {
        context: contextOf(context, c),
        throttle,
        parameters,
        address: addressOf(c),
        admitCreation: () => countCreation(creations, addressOf(c)),
        depth: c.get('depth'),
        language: languageOf(c),
        idempotencyKey: typeof key === 'string' || typeof key === 'number' ? String(key) : undefined,
        startSession: (caller) => {
          setsCookies = true;
          startSession(context, c, caller);
        },
        endSession: () => {
          setsCookies = true;
          return endSession(context, c);
        },
      };
      const answer = await context.spans.span(name, {}, () => run(call));
      const whole = { success: true, ...answer };
      return setsCookies ? answerJson(c, whole) : answerWhole(c, jsonOf(whole), 'application/json');
    } catch (error) {
      return answerFailure(c, error);
    }
  });
  return app;
}

function unknownFunction(name: string): never {
  const near = suggestion(name, Object.keys(FUNCTIONS));
  throw new AppError('function_unknown', { message: `There is no API function "${name.slice(0, 100)}".${near}` });
}
