// Serves /d/{passId}, Pass2U's public page of a pass: asks for the passcode if the pass has one,
// then shows the pass or sends its file.
import { Hono } from 'hono';
import { AppError } from '../../errors.ts';
import { findPass } from '../../operations/access/access.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import { requireDownloadable } from '../../operations/templates/issue-gate.ts';
import { brandPage } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { passFile } from '../pass-file.ts';
import { passPage, wantsFile } from './create.tsx';
import { isOpenHere, passcodePath } from './open-pass.ts';
import { passcodePage, takePasscode } from './passcode-page.tsx';

export function downloadRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  app.get('/d/:passId', async (c) => {
    const snapshot = await findPass(context, c.req.param('passId'));
    brandPage(context, c, snapshot.owner);
    requireDownloadable(context, snapshot);
    const asksForFile = c.req.query('download') === 'true';
    if (!isOpenHere(context, c, snapshot.pass)) {
      const refusal = asksForFile ? new AppError('passcode_required') : null;
      return passcodePage(context, c, snapshot, { action: passcodePath(context, snapshot.pass), refusal });
    }
    if (asksForFile || wantsFile(c)) return passFile(context, snapshot);
    const address = `/d/${snapshot.pass.hash}`;
    return passPage(context, c, snapshot, { address, download: `${address}?download=true`, made: false });
  });
  app.post('/d/:passId', ownForms(context.settings.rootUrl), async (c) => {
    const snapshot = await findPass(context, c.req.param('passId'));
    return takePasscode(context, throttle, c, snapshot, passcodePath(context, snapshot.pass));
  });
  return app;
}
