// The frame of every page: layout, the visitor's language, the owner's brand, who may store the
// page and what the page may load. A handler gives title and body, and what differs from other
// pages.
import type { IncomingHttpHeaders } from 'node:http';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Brand, brandOf, NO_BRAND } from '../operations/accounts/brand.ts';
import type { Context } from '../operations/context.ts';
import type { Account } from '../ports/store/accounts.ts';
import { Layout, type Preview } from '../ui/layout.tsx';
import type { Texts } from '../ui/texts/en/index.ts';
import { OWNER_LANGUAGES, textsFor } from '../ui/texts/language.ts';
import { pageAssets } from './pages/assets.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Set by `brandPage`. */
    brand: Brand;
    /** Set by `openOwnersPage`. */
    isOwnersPage: boolean;
  }
}

export interface Page {
  readonly title: string;
  readonly body: Child;
  /** 200 unless the page says otherwise. */
  readonly status?: ContentfulStatusCode;
  /** What a chat program shows when somebody sends the link on. */
  readonly preview?: Preview;
  /** What this page alone loads or states in its head. */
  readonly head?: Child;
  /** Whether the page reaches the edges of a phone's screen and keeps clear of them itself. */
  readonly isEdgeToEdge?: boolean;
  /** Whether the body is the owner's shell, which shows the account's logo and colour itself. */
  readonly isShell?: boolean;
  /** The content security policy of a page that loads what others may not (page-policy.ts). */
  readonly policy?: string;
  /**
   * Whether caches may store the page, once for each language. Pages about one person leave it out.
   */
  readonly isStorable?: boolean;
}

/** Answers a request with a page. */
export function answerPage(context: Context, c: HonoContext, page: Page): Response | Promise<Response> {
  const { status = 200, policy, isStorable = false } = page;
  if (isStorable) c.header('vary', 'accept-language');
  else c.header('cache-control', 'private, no-store');
  if (policy !== undefined) c.header('content-security-policy', policy);
  return c.html(drawPage(context, c, page), status);
}

/** The document of a page, for a handler that answers something else than the page itself. */
export function drawPage(context: Context, c: HonoContext, page: Page) {
  return (
    <Layout {...page} assets={pageAssets(context.settings.rootUrl)} lang={textsOf(c).tag} brand={brandOfPage(c)}>
      {page.body}
    </Layout>
  );
}

/** Answers a part of a page, which the page's script puts in the place of the same part. */
export function answerPart(c: HonoContext, part: Child): Response | Promise<Response> {
  c.header('cache-control', 'private, no-store');
  return c.html(String(part));
}

/**
 * The language that the person of the request has chosen, else what the browser understands;
 * undefined: it does not say.
 */
export function languageOf(c: HonoContext): string | undefined {
  return c.get('language') ?? c.req.header('accept-language');
}

/** The words of an answer to a request that Hono never sees. */
export function textsOfHeaders({ 'accept-language': language }: IncomingHttpHeaders): Texts {
  return textsFor(language);
}

/** The words of the page, in the language that its visitor reads best. */
export function textsOf(c: HonoContext): Texts {
  return textsFor(languageOf(c), c.get('isOwnersPage') ? OWNER_LANGUAGES : undefined);
}

/** Says that the page is for owners, whose pages speak fewer languages than those of holders. */
export function openOwnersPage(c: HonoContext): void {
  c.set('isOwnersPage', true);
}

/** The same as middleware. */
export const ownersPage: MiddlewareHandler = (c, next) => {
  openOwnersPage(c);
  return next();
};

/**
 * Gives the pages of this request the brand of an account. Call it as soon as the pass or template
 * behind a link is known, because error pages use the owner's branding too.
 */
export function brandPage(context: Context, c: HonoContext, owner: Account): Brand {
  const brand = brandOf(context, owner);
  c.set('brand', brand);
  return brand;
}

/** The brand that `brandPage` gave this request; NO_BRAND on a page without an owner. */
export function brandOfPage(c: HonoContext): Brand {
  return c.get('brand') ?? NO_BRAND;
}

/**
 * The title of a page of the server itself. A whitelabelled account's pages do not name the server.
 */
export function titled(c: HonoContext, title: string): string {
  return brandOfPage(c).named ? `${title} · Passwright` : title;
}
