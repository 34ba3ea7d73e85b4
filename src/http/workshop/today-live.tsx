// Serves /today/live: server-sent events with the parts of Today that have changed, for the script
// of the page. Each stream asks no oftener than every few seconds, and ends with the session.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError, StoreUnavailableError } from '../../errors.ts';
import { type Caller, mayDo } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { todayNews } from '../../operations/today/today.ts';
import { type LivePart, liveParts } from '../../ui/workshop/today-parts.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { contextOf } from '../request-context.ts';
import { sessionCaller } from '../session.ts';
import { forRight } from './signed-in.tsx';

/** In ms: the shortest time between two answers of a stream. */
const PAUSE = 2000;
/** Proxies end connections on which nothing is sent for a minute, and days end at midnight. */
const HEARTBEAT = 25_000;
/** A browser opens the next stream itself, so one that nobody closed does not last for ever. */
const LONGEST_STREAM = 10 * 60 * 1000;
/** Answers that wait because the browser does not read them; past them the stream ends. */
const MOST_UNREAD = 4;
/** How long a browser waits before it opens the next stream. */
const RETRY = 5000;

export function todayLiveRoutes(context: Context): Hono {
  const app = new Hono();
  app.get(
    '/today/live',
    forRight(context, 'see', (c, caller) => {
      const stream = openStream(contextOf(context, c), c, caller);
      return c.body(stream, 200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'private, no-store',
        // Some proxies collect an answer before they pass it on.
        'x-accel-buffering': 'no',
      });
    }),
  );
  return app;
}

function openStream(context: Context, c: HonoContext, { account }: Caller): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const sent = new Map<LivePart, string>();
  let end = () => {};
  const remove = context.live.add(account.id, () => end());
  if (remove === null) {
    const message = 'Too many pages are open. Close some of them; this one shows the newest when it is loaded again.';
    throw new AppError('rate_limited', { message, beside: { retryAfter: 60 } });
  }
  return new ReadableStream({
    start(controller) {
      let timer: NodeJS.Timeout | null = null;
      let isWriting = false;
      let isDue = false;
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const isRead = () => (controller.desiredSize ?? 0) > -MOST_UNREAD;
      const update = async (): Promise<void> => {
        if (isWriting) {
          isDue = true;
          return;
        }
        isWriting = true;
        try {
          const changed = await changedParts(context, c, sent);
          if (changed === null || !isRead()) return end();
          write(changed.length === 0 ? ':\n\n' : `data: ${JSON.stringify(Object.fromEntries(changed))}\n\n`);
        } catch (error) {
          // A browser gives a stream up when the next one is answered 503.
          if (error instanceof StoreUnavailableError) isDue = true;
          else {
            if (!isEnded) context.log.error({ err: error }, 'a page could not be kept up to date');
            end();
          }
        } finally {
          isWriting = false;
          if (isDue && !isEnded) {
            isDue = false;
            later();
          }
        }
      };
      const later = () => {
        timer ??= setTimeout(() => {
          timer = null;
          void update();
        }, PAUSE).unref();
      };
      let isEnded = false;
      const beat = setInterval(later, HEARTBEAT).unref();
      const limit = setTimeout(() => end(), LONGEST_STREAM).unref();
      const stopWatching = context.store.watchEvents(later);
      end = () => {
        if (isEnded) return;
        isEnded = true;
        remove();
        stopWatching();
        clearInterval(beat);
        clearTimeout(limit);
        if (timer !== null) clearTimeout(timer);
        try {
          controller.close();
        } catch {
          // The reader has closed the stream already.
        }
      };
      write(`retry: ${RETRY}\n\n`);
      void update();
    },
    cancel: () => end(),
  });
}

/**
 * The parts that differ from what was sent, as HTML; null: the person has logged out meanwhile, or
 * may not see them any more.
 */
async function changedParts(
  context: Context,
  c: HonoContext,
  sent: Map<LivePart, string>,
): Promise<readonly (readonly [LivePart, string])[] | null> {
  const caller = await sessionCaller(context, c);
  if (caller === null || !mayDo(caller, 'see')) return null;
  const texts = textsOf(c);
  const news = await todayNews(context, caller, texts.sentences);
  const base = basePath(context.settings.rootUrl);
  const parts = liveParts({ base, texts, news, zone: zoneOf(caller.account) });
  const changed = parts.filter(([name, html]) => sent.get(name) !== html);
  for (const [name, html] of changed) sent.set(name, html);
  return changed;
}
