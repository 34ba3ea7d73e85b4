// Answers what failed on the owner's pages: to people who are logged in inside the shell, so that they
// can go on, and to everybody else as any other page.
import type { Context as HonoContext } from 'hono';
import type { Context } from '../../operations/context.ts';
import type { Place } from '../../ui/workshop/places.ts';
import { brandPage, openOwnersPage } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { describeFailure, errorPage, type Failure, isUnavailable } from '../pages/errors.tsx';
import { sessionCaller } from '../session.ts';
import { answerWorkshop } from './signed-in.tsx';

/** The beginnings of addresses of the owner's pages -> their entry of the navigation. */
const PLACE_OF: readonly (readonly [beginning: string, place: Place])[] = [
  ['/cards', 'cards'],
  ['/send', 'cards'],
  ['/customers', 'customers'],
  ['/tills', 'tills'],
  ['/settings', 'settings'],
  ['/runs', 'today'],
  ['/today', 'today'],
];

/** Answers inside the shell where the address is one of the owner's pages and somebody is logged in. */
export async function failurePage(context: Context, c: HonoContext, what: Failure): Promise<Response> {
  const place = isUnavailable(what) ? null : placeOf(context, c);
  const caller = place === null ? null : await sessionCaller(context, c);
  if (place === null || caller === null) return errorPage(context, c, what);
  openOwnersPage(c);
  if (c.get('brand') === undefined) brandPage(context, c, caller.account);
  const { title, status, body } = await describeFailure(context, c, what, false);
  return answerWorkshop(context, c, caller, {
    place,
    title,
    status,
    body: (
      <section class="panel">
        <h1 dir="auto">{title}</h1>
        {body}
      </section>
    ),
  });
}

function placeOf(context: Context, c: HonoContext): Place | null {
  const base = basePath(context.settings.rootUrl);
  const { path } = c.req;
  const below = base !== '' && path.startsWith(`${base}/`) ? path.slice(base.length) : path;
  return PLACE_OF.find(([beginning]) => below === beginning || below.startsWith(`${beginning}/`))?.[1] ?? null;
}
