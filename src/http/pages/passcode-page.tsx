// Asks for the passcode of a pass, and opens the pass to a browser that sends it: on each page that
// shows a pass.
import type { Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import { enterPasscode } from '../../operations/access/passcode.ts';
import type { Context } from '../../operations/context.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { durationIn } from '../../ui/duration.ts';
import { PasscodeForm } from '../../ui/passcode-form.tsx';
import type { Texts } from '../../ui/texts/en/index.ts';
import { addressOf } from '../caller.ts';
import { answerPage, brandPage, textsOf } from '../frame.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { setRetryAfter } from '../retry-after.ts';
import { pageStatus, secondsToWait } from './errors.tsx';
import { openHere } from './open-pass.ts';

/** Reads the form of `passcodePage` and goes on to the page at `action`, or asks again. */
export async function takePasscode(
  context: Context,
  throttle: GuessThrottle,
  c: HonoContext,
  snapshot: PassSnapshot,
  action: string,
): Promise<Response> {
  const { passcode } = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
  try {
    const given = { passcode: String(passcode ?? ''), address: addressOf(c) };
    openHere(context, c, snapshot.pass, await enterPasscode(context, throttle, snapshot.pass, given));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return passcodePage(context, c, snapshot, { action, refusal: error });
  }
  return c.redirect(action, 303);
}

/**
 * Asks for the passcode. The page contains no title, preview or image of the pass. `action`: the path
 * that the form goes to.
 */
export function passcodePage(
  context: Context,
  c: HonoContext,
  { owner }: PassSnapshot,
  { action, refusal }: { readonly action: string; readonly refusal: AppError | null },
): Response | Promise<Response> {
  const words = textsOf(c);
  const { passcode: texts } = words;
  brandPage(context, c, owner);
  if (refusal !== null) setRetryAfter(c, refusal);
  return answerPage(context, c, {
    title: texts.title,
    status: refusal === null ? 200 : pageStatus(refusal),
    body: <PasscodeForm texts={texts} action={action} error={problemOf(words, refusal)} />,
  });
}

function problemOf({ tag, passcode: texts, errors }: Texts, refusal: AppError | null): string | null {
  if (refusal === null || refusal.code === 'passcode_required') return null;
  if (refusal.code === 'passcode_wrong') return texts.wrong;
  const wait = secondsToWait(refusal);
  return wait === null ? errors.kinds[refusal.kind] : texts.tooMany(durationIn(tag, wait));
}
