// Serves /d/{passId}, Pass2U's public page of a pass: asks for the passcode if the pass has one,
// then shows the pass or sends its file.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { findPass } from '../../operations/access/access.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import { enterPasscode } from '../../operations/access/passcode.ts';
import type { Context } from '../../operations/context.ts';
import { requireDownloadable } from '../../operations/templates/issue-gate.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { durationIn } from '../../ui/duration.ts';
import { PasscodeForm } from '../../ui/passcode-form.tsx';
import type { Texts } from '../../ui/texts/en/index.ts';
import { addressOf } from '../caller.ts';
import { answerPage, brandPage, textsOf } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { passFile } from '../pass-file.ts';
import { setRetryAfter } from '../retry-after.ts';
import { passPage, wantsFile } from './create.tsx';
import { pageStatus, secondsToWait } from './errors.tsx';
import { isOpenHere, openHere, passcodePath } from './open-pass.ts';

export function downloadRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  app.get('/d/:passId', async (c) => {
    const snapshot = await findPass(context, c.req.param('passId'));
    brandPage(context, c, snapshot.owner);
    requireDownloadable(context, snapshot);
    const asksForFile = c.req.query('download') === 'true';
    if (!isOpenHere(context, c, snapshot.pass)) {
      const refusal = asksForFile ? new AppError('passcode_required') : null;
      return passcodePage(context, c, snapshot, refusal);
    }
    if (asksForFile || wantsFile(c)) return passFile(context, snapshot);
    const address = `/d/${snapshot.pass.hash}`;
    return passPage(context, c, snapshot, { address, download: `${address}?download=true`, made: false });
  });
  app.post('/d/:passId', ownForms(context.settings.rootUrl), async (c) => {
    const snapshot = await findPass(context, c.req.param('passId'));
    const { passcode } = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
    try {
      const given = { passcode: String(passcode ?? ''), address: addressOf(c) };
      openHere(context, c, snapshot.pass, await enterPasscode(context, throttle, snapshot.pass, given));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return passcodePage(context, c, snapshot, error);
    }
    return c.redirect(passcodePath(context, snapshot.pass), 303);
  });
  return app;
}

/** Asks for the passcode. The page contains no title, preview or image of the pass. */
function passcodePage(
  context: Context,
  c: HonoContext,
  { pass, owner }: PassSnapshot,
  refusal: AppError | null,
): Response | Promise<Response> {
  const words = textsOf(c);
  const { passcode: texts } = words;
  brandPage(context, c, owner);
  if (refusal !== null) setRetryAfter(c, refusal);
  return answerPage(context, c, {
    title: texts.title,
    status: refusal === null ? 200 : pageStatus(refusal),
    body: <PasscodeForm texts={texts} action={passcodePath(context, pass)} error={problemOf(words, refusal)} />,
  });
}

function problemOf({ tag, passcode: texts, errors }: Texts, refusal: AppError | null): string | null {
  if (refusal === null || refusal.code === 'passcode_required') return null;
  if (refusal.code === 'passcode_wrong') return texts.wrong;
  const wait = secondsToWait(refusal);
  return wait === null ? errors.kinds[refusal.kind] : texts.tooMany(durationIn(tag, wait));
}
