// Leads from the login back to the page that asked for it. The list of pages is fixed, so that no
// link can lead to another site.
import { basePath } from './pages/assets.ts';

const PAGES = ['/pass/editor.php', '/editor.php', '/scanner', '/portal.php'];

/** The sections of the owner's pages: every page below them asks for a login. */
const SECTIONS = ['/cards', '/customers', '/runs', '/tills', '/settings'];

/**
 * The address of the login form for a page under `path`, which begins with the server's base path.
 */
export function loginPath(rootUrl: string, path: string): string {
  return `${basePath(rootUrl)}/?${new URLSearchParams({ next: path })}`;
}

/** Path and query of the page that `next` names; null when `next` is no page of ours that asks. */
export function returnPage(rootUrl: string, next: unknown): string | null {
  if (typeof next !== 'string' || !URL.canParse(next, rootUrl)) return null;
  const { origin, pathname, search } = new URL(next, rootUrl);
  const base = basePath(rootUrl);
  const isKnown =
    PAGES.some((page) => pathname === base + page) ||
    SECTIONS.some((section) => pathname === base + section || pathname.startsWith(`${base}${section}/`));
  return origin === new URL(rootUrl).origin && isKnown ? pathname + search : null;
}
