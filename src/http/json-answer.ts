// JSON of answers: objects whose order is shown keep their owner's order on the wire
// (rules/values/key-order.ts).
import type { Context as HonoContext } from 'hono';
import { jsonOf } from '../rules/values/key-order.ts';

export function answerJson(c: HonoContext, value: unknown): Response {
  return c.body(jsonOf(value), 200, { 'content-type': 'application/json' });
}
