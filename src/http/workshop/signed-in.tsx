// Opens the owner's pages to people who are logged in and have the right, and puts the shell around
// what a page says.
import type { Handler, Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import { type Caller, mayDo, requireRight } from '../../operations/access/caller.ts';
import type { Right } from '../../operations/access/roles.ts';
import { dashboardLinks } from '../../operations/accounts/dashboard-links.ts';
import { makesTestPasses } from '../../operations/certificates/development.ts';
import type { Context } from '../../operations/context.ts';
import { PLACES, type Place } from '../../ui/workshop/places.ts';
import { Shell } from '../../ui/workshop/shell.tsx';
import { answerPage, brandPage, openOwnersPage, type Page, textsOf, titled } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { basePath } from '../pages/assets.ts';
import { showExactErrors } from '../pages/errors.tsx';
import { loginPath } from '../return-page.ts';
import { sessionCaller } from '../session.ts';

/**
 * A handler for the people who have a right. Sends others to the login, and refuses forms of other
 * sites. Fails with `role_forbidden`, `account_expired`.
 */
export function forRight(
  context: Context,
  right: Right,
  handle: (c: HonoContext, caller: Caller) => Response | Promise<Response>,
): Handler {
  const { rootUrl } = context.settings;
  const ownForm = ownForms(rootUrl);
  return async (c) => {
    openOwnersPage(c);
    const caller = await sessionCaller(context, c);
    if (caller === null) {
      const { pathname, search } = new URL(c.req.url);
      // A form that was sent is lost either way, so the login leads to the page that had it.
      return c.redirect(loginPath(rootUrl, pathname + (c.req.method === 'GET' ? search : '')), 303);
    }
    brandPage(context, c, caller.account);
    // A person's own choice goes before the account's.
    const { language } = caller.account;
    if (c.get('language') === undefined && language !== null) c.set('language', language);
    showExactErrors(c);
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') await ownForm(c, async () => {});
    requireRight(context, caller, right);
    return handle(c, caller);
  };
}

export interface WorkshopPage extends Pick<Page, 'title' | 'status' | 'head' | 'policy'> {
  /** The entry of the navigation that the page belongs to. */
  readonly place: Place;
  readonly body: Child;
}

/** Answers a page of the workshop: its body inside the shell. */
export async function answerWorkshop(
  context: Context,
  c: HonoContext,
  caller: Caller,
  { place, body, title, ...page }: WorkshopPage,
): Promise<Response> {
  const { account } = caller;
  const base = basePath(context.settings.rootUrl);
  const texts = textsOf(c);
  return answerPage(context, c, {
    ...page,
    title: titled(c, title),
    isShell: true,
    body: (
      <Shell
        base={base}
        texts={texts.shell}
        place={place}
        places={PLACES.filter(({ right }) => mayDo(caller, right)).map(({ name }) => name)}
        name={account.name}
        email={caller.email}
        brand={c.get('brand')}
        needsCertificate={await makesTestPasses(context, account.id)}
        maySetUp={mayDo(caller, 'certificate')}
        links={dashboardLinks(context, account)}
      >
        {body}
      </Shell>
    ),
  });
}

/** The address of a page of the workshop, under the server's base path. */
export function pagePath(context: Context, path: string): string {
  return `${basePath(context.settings.rootUrl)}${path}`;
}
