// Serves /settings/server, for the account that runs the server: backups, their downloads, and facts
// about the installation.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import { confirmPassword } from '../../operations/access/login.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { backUp, backupState, readBackup, readSecretKey } from '../../operations/server/backups.ts';
import { serverFacts } from '../../operations/server/server-facts.ts';
import type { Fault } from '../../ui/workshop/settings-parts.tsx';
import { ServerPage } from '../../ui/workshop/settings-server.tsx';
import { addressOf } from '../caller.ts';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { contextOf } from '../request-context.ts';
import { textIn } from './form-texts.ts';
import { donePath, faultOf, noticeOf } from './settings-form.tsx';
import { answerWorkshop, forRight } from './signed-in.tsx';

const PAGE = '/settings/server';
/** How long the form waits for a backup before the page says that one is under way, in ms. */
const PATIENCE = 25_000;

export function settingsServerRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  const owner = (handle: (c: HonoContext, caller: Caller) => Promise<Response>) => forRight(context, 'server', handle);

  const show = async (c: HonoContext, caller: Caller, fault: Fault | null, failed: string | null) => {
    const texts = textsOf(c);
    const [backups, facts] = await Promise.all([backupState(context, caller), serverFacts(context, caller)]);
    // A backup that took longer than the form waited may have failed since.
    const asksHow = c.req.query('done') === 'backedUp';
    const failure = failed ?? (asksHow ? backups.failure : null);
    const isOver = fault === null && failure === null && !backups.isUnderWay;
    return answerWorkshop(context, c, caller, {
      place: 'settings',
      title: texts.settingsServer.title,
      status: failed !== null ? 500 : fault !== null ? 400 : 200,
      body: (
        <ServerPage
          base={base}
          texts={texts}
          zone={zoneOf(caller.account)}
          backups={backups}
          facts={facts}
          notice={isOver ? noticeOf(c, texts) : null}
          fault={fault}
          failure={failure}
        />
      ),
    });
  };

  app.get(
    PAGE,
    owner((c, caller) => show(c, caller, null, null)),
  );
  app.post(
    `${PAGE}/backup`,
    owner(async (c, caller) => {
      try {
        // A large database takes minutes: the page then says that a backup is under way.
        await within(PATIENCE, backUp(contextOf(context, c), caller));
        return c.redirect(donePath(context, PAGE, 'backedUp'), 303);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'backup_failed') throw error;
        return show(c, caller, null, error.message);
      }
    }),
  );
  app.get(
    `${PAGE}/backup/:backup`,
    owner(async (c, caller) => {
      const name = c.req.param('backup')!;
      const { bytes, content } = await readBackup(context, caller, name);
      return new Response(content, {
        headers: {
          'content-type': 'application/vnd.sqlite3',
          'content-length': String(bytes),
          'content-disposition': `attachment; filename="${name}"`,
          'cache-control': 'private, no-store',
        },
      });
    }),
  );
  // Answers the file at once: the password must not stand in an address, and the key in no page.
  app.post(
    `${PAGE}/key`,
    owner(async (c, caller) => {
      const form = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const state = await backupState(context, caller);
      try {
        await confirmPassword(context, throttle, caller, {
          password: textIn(form, 'current'),
          address: addressOf(c),
        });
      } catch (error) {
        return show(c, caller, faultOf(error, textsOf(c)), null);
      }
      const key = await readSecretKey(context, caller);
      // The name that `restore` looks for beside the newest backup.
      const name = `${state.files[0]?.name ?? 'passwright.sqlite'}.key`;
      return c.body(`${key}\n`, 200, {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'private, no-store',
      });
    }),
  );
  return app;
}

/** The result of `work`, or null when it takes longer than `ms`; it goes on then. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    // What fails after the answer is in the log.
    work.catch(() => {});
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
