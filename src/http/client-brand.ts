// Brands pages that belong to no account: by the session of the visitor, or by the `clientId` in the
// link. As the guide says of it, nothing but public branding is behind that number.
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import type { Context } from '../operations/context.ts';
import type { Account } from '../ports/store/accounts.ts';
import { brandPage } from './frame.tsx';
import { sessionCaller } from './session.ts';

/**
 * Middleware for every page. Pages of an account or about a pass have the brand of their owner,
 * which they set afterwards.
 */
export function brandByClientId(context: Context): MiddlewareHandler {
  return (c, next) => {
    // Functions of the API answer no pages.
    const clientId = c.req.path.includes('/api/') ? undefined : c.req.query('clientId');
    return clientId === undefined ? next() : brandByNumber(context, c, clientId).then(next);
  };
}

/** Leaves the page as it is when no account has the number. */
export async function brandByNumber(context: Context, c: HonoContext, clientId: string): Promise<void> {
  const account = await accountNumbered(context, clientId);
  if (account !== null) brandPage(context, c, account);
}

async function accountNumbered(context: Context, clientId: string): Promise<Account | null> {
  return /^\d{1,15}$/.test(clientId) ? context.store.accountById(Number(clientId)) : null;
}

/**
 * Gives a page the brand of whoever is logged in. Answers whether somebody is: the page is then that
 * person's, and no cache may store it for others.
 */
export async function brandBySession(context: Context, c: HonoContext): Promise<boolean> {
  const caller = await sessionCaller(context, c);
  if (caller !== null) brandPage(context, c, caller.account);
  return caller !== null;
}
