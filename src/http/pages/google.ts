// Serves /pass/{hash}/google, the link behind the button "Add to Google Wallet": leads on to Google,
// which saves the pass.
import { Hono } from 'hono';
import { findPass } from '../../operations/access/access.ts';
import type { Context } from '../../operations/context.ts';
import { googlePath, googleSaveLink } from '../../operations/google/save-link.ts';
import { requireDownloadable } from '../../operations/templates/issue-gate.ts';
import { brandPage } from '../frame.tsx';
import { isReader } from '../robots.ts';
import { basePath } from './assets.ts';
import { isOpenHere, passcodePath } from './open-pass.ts';

export function googleRoutes(context: Context): Hono {
  const app = new Hono();
  app.get('/pass/:hash/google', async (c) => {
    const snapshot = await findPass(context, c.req.param('hash'));
    brandPage(context, c, snapshot.owner);
    requireDownloadable(context, snapshot);
    c.header('cache-control', 'private, no-store');
    if (!isOpenHere(context, c, snapshot.pass)) return c.redirect(passcodePath(context, snapshot.pass));
    const { hash } = snapshot.pass;
    // An old mail may have the link of an owner who has left Google Wallet, and robots want no pass.
    if (isReader(c.req.raw) || (await googlePath(context, snapshot)) === null) {
      return c.redirect(`${basePath(context.settings.rootUrl)}/pass/create.php?hashedSerialNumber=${hash}`);
    }
    return c.redirect(await googleSaveLink(context, hash));
  });
  return app;
}
