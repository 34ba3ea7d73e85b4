// Leads from the login back to the page that asked for it. The list of pages is fixed, so that no
// link can lead to another site.
import { basePath } from './pages/assets.ts';

const PAGES = ['/pass/editor.php', '/editor.php', '/scanner'];

/**
 * The address of the login form for a page under `path`, which begins with the server's base path.
 */
export function loginPath(rootUrl: string, path: string): string {
  return `${basePath(rootUrl)}/?${new URLSearchParams({ next: path })}`;
}

/** Path and query of the page that `next` names; null when `next` is none of PAGES. */
export function returnPage(rootUrl: string, next: unknown): string | null {
  if (typeof next !== 'string' || !URL.canParse(next, rootUrl)) return null;
  const { origin, pathname, search } = new URL(next, rootUrl);
  const isOwn = origin === new URL(rootUrl).origin && PAGES.some((page) => pathname === basePath(rootUrl) + page);
  return isOwn ? pathname + search : null;
}
