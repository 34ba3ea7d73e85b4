// Whose page a request is about: known once the link's pass or template is, and kept for the page that says what went wrong.
import type { Context as HonoContext } from 'hono';
import { type Brand, brandOf, NO_BRAND } from '../../operations/accounts/brand.ts';
import type { Context } from '../../operations/context.ts';
import type { Account } from '../../ports/store/accounts.ts';

declare module 'hono' {
  interface ContextVariableMap {
    brand: Brand;
  }
}

/** The brand of an owner's page; an error page of this request has it from here on. */
export function brandPage(context: Context, c: HonoContext, owner: Account): Brand {
  const brand = brandOf(context, owner);
  c.set('brand', brand);
  return brand;
}

/** The brand of a page that may be nobody's. */
export function pageBrand(c: HonoContext): Brand {
  return c.get('brand') ?? NO_BRAND;
}
