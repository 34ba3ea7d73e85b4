// Serves /card/{hash}/events: server-sent events that tell an open card that its pass has changed.
// They hold a tag of the state alone; the page then fetches what it shows.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { findPass } from '../../operations/access/access.ts';
import type { Context } from '../../operations/context.ts';
import { addressOf } from '../caller.ts';
import { isOpenHere } from './open-pass.ts';

/** In ms: a browser opens the next stream itself, so one that nobody closed does not last for ever. */
const LONGEST_STREAM = 10 * 60 * 1000;
/** Messages that wait because the browser does not read them; past them the stream ends. */
const MOST_UNREAD = 4;
/** Longer tags are none of this server. */
const LONGEST_TAG = 60;
/** In ms: how long browsers wait before they open the next stream, at least. */
const RETRY = 2000;
/** After a restart browsers come back one after the other: in so many steps of so many ms. */
const STEPS = 10;
const STEP = 400;

export function cardEventRoutes(context: Context): Hono {
  const app = new Hono();
  app.get('/card/:hash/events', async (c) => {
    const { pass } = await findPass(context, c.req.param('hash'));
    if (!isOpenHere(context, c, pass)) throw new AppError('passcode_required', { field: 'hashedSerialNumber' });
    return c.body(openStream(context, c, pass.hash), 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store',
      // Some proxies collect an answer before they pass it on.
      'x-accel-buffering': 'no',
    });
  });
  return app;
}

/** The state that the browser has: of the last message, else of the page. */
function tagIn(c: HonoContext): string | undefined {
  const tag = c.req.header('last-event-id') || c.req.query('tag');
  return tag !== undefined && tag !== '' && tag.length <= LONGEST_TAG ? tag : undefined;
}

function openStream({ cards }: Context, c: HonoContext, hash: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let end = () => {};
  let write = (_: string) => {};
  const retry = RETRY + (cards.size() % STEPS) * STEP;
  const remove = cards.add({
    address: addressOf(c),
    hash,
    tag: tagIn(c),
    changed: (tag) => write(tag === null ? 'event: gone\ndata: 1\n\n' : `id: ${tag}\nevent: changed\ndata: 1\n\n`),
    same: () => write('event: same\ndata: 1\n\n'),
    end: () => end(),
  });
  if (remove === null) {
    const message = 'Too many cards are open. Close some of them; this one shows the newest when it is loaded again.';
    throw new AppError('rate_limited', { message, beside: { retryAfter: 60 } });
  }
  return new ReadableStream({
    start(controller) {
      const limit = setTimeout(() => end(), LONGEST_STREAM).unref();
      end = () => {
        remove();
        clearTimeout(limit);
        try {
          controller.close();
        } catch {
          // The reader has closed the stream already.
        }
      };
      write = (text) => {
        if ((controller.desiredSize ?? 0) <= -MOST_UNREAD) end();
        else controller.enqueue(encoder.encode(text));
      };
      write(`retry: ${retry}\n\n`);
    },
    cancel: () => end(),
  });
}
