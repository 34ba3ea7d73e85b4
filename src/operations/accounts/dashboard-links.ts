// Reads psDashboard of an account's additional JSON: labels and addresses of further menu entries.
import type { Account } from '../../ports/store/accounts.ts';
import { orderedEntries } from '../../rules/values/key-order.ts';
import { isObject } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';

export interface DashboardLink {
  readonly label: string;
  readonly href: string;
}

/** The most entries that a menu has room for. */
const MOST_LINKS = 20;

/** As the guide says, an address without "http" lies below the server's root. */
export function dashboardLinks(context: Pick<Context, 'settings'>, { additional }: Account): readonly DashboardLink[] {
  const { psDashboard } = additional;
  if (!isObject(psDashboard)) return [];
  const { rootUrl } = context.settings;
  return orderedEntries(psDashboard)
    .flatMap(([label, address]): DashboardLink[] => {
      if (typeof address !== 'string') return [];
      const href = address.includes('http') ? address : `${rootUrl}/${address.replace(/^\/{1,8}/, '')}`;
      // An address of another kind, such as javascript:, could act in the owner's name.
      return /^https?:\/\//.test(href) ? [{ label, href }] : [];
    })
    .slice(0, MOST_LINKS);
}
