// Serves /c/{token}, the short links of batches: each makes one pass when a person opens it first,
// and leads to that pass ever after; with ?wallet=google on to Google Wallet.
import { Hono } from 'hono';
import { type CreationThrottle, countCreation } from '../../operations/access/creation-throttle.ts';
import { findLink, GOOGLE_WALLET, openLink } from '../../operations/batches/open-link.ts';
import type { Context } from '../../operations/context.ts';
import { requireDownloadable } from '../../operations/templates/issue-gate.ts';
import { addressOf } from '../caller.ts';
import { brandPage } from '../frame.tsx';
import { isPrefetch, isReader } from '../robots.ts';
import { basePath } from './assets.ts';
import { previewOfLink } from './create.tsx';

export function linkRoutes(context: Context, throttle: CreationThrottle): Hono {
  const app = new Hono();
  app.get('/c/:token', async (c) => {
    const token = c.req.param('token');
    c.header('cache-control', 'private, no-store');
    c.header('x-robots-tag', 'noindex');
    const found = await findLink(context, token);
    const { snapshot } = found.template;
    brandPage(context, c, snapshot.owner);
    if (found.passHash === null) {
      // Refuse a prefetch: the browser asks again when somebody opens the link.
      if (isPrefetch(c.req.raw)) return c.body(null, 503);
      if (isReader(c.req.raw)) return previewOfLink(context, c, snapshot.template, `/c/${token}`);
      requireDownloadable(context, snapshot);
      await countCreation(throttle, addressOf(c));
    }
    const hash = await openLink(context, found, c.get('depth'));
    const base = basePath(context.settings.rootUrl);
    const isForGoogle = c.req.query('wallet') === GOOGLE_WALLET;
    return c.redirect(base + (isForGoogle ? `/pass/${hash}/google` : `/pass/create.php?hashedSerialNumber=${hash}`));
  });
  return app;
}
