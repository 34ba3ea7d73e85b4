// What the scanner's page asks of the server, as JSON: who scans here, a scan, a look-up, an undo. A
// till's token and a person's session count here (the API reads neither), and a till's token counts
// nowhere else.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError, shownError } from '../../errors.ts';
import { mayDo } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { findHere } from '../../operations/tills/find-here.ts';
import { type ScanCaller, scanHere } from '../../operations/tills/scan-here.ts';
import { hearOfTill, type TillCaller } from '../../operations/tills/till-device.ts';
import { undoHere, undoOf } from '../../operations/tills/undo-here.ts';
import { CHECK, SCAN } from '../../rules/passes/facts.ts';
import { ownersPage, textsOf } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { answerFailure, failure } from '../passsource/answers.ts';
import { hashedSerialNumber } from '../passsource/fields.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { setRetryAfter } from '../retry-after.ts';
import { sessionCaller } from '../session.ts';
import { renewTill, tillHere } from '../till-cookie.ts';
import { pageStatus } from './errors.tsx';

const tracked = z.object({
  hashedSerialNumber,
  accessType: shapes.accessType.refine(
    (type): type is typeof CHECK | typeof SCAN => type === CHECK || type === SCAN,
    `must be ${CHECK} for a check or ${SCAN} for a scan`,
  ),
  amount: shapes.whole.default(1),
});
const undone = z.object({ hashedSerialNumber, event: shapes.whole });
const looked = z.object({ text: shapes.text });
const seen = z.object({ waiting: shapes.whole.default(0) });

export function scannerCallRoutes(context: Context): Hono {
  const app = new Hono();
  const ownForm = ownForms(context.settings.rootUrl, '/scanner');

  app.use('/scanner/*', ownersPage);

  // Another site's form gets the status of a page, because it fails before any function runs.
  app.onError((thrown, c) => {
    const error = shownError(thrown);
    if (!(error instanceof AppError)) throw thrown;
    setRetryAfter(c, error);
    return c.json(failure(error), pageStatus(error));
  });

  const call = (path: string, run: (c: HonoContext) => Promise<object>) =>
    app.post(path, ownForm, async (c) => {
      try {
        return c.json({ success: true, ...(await run(c)) });
      } catch (error) {
        return answerFailure(c, error);
      }
    });
  const parameters = (c: HonoContext) => readParameters(c.req.raw, LARGEST_TEXT_BODY);

  app.get('/scanner/session', async (c) => {
    c.header('cache-control', 'private, no-store');
    return c.json(await whoIsHere(context, c));
  });

  call('/scanner/seen', async (c) => {
    const till = await unlockedTill(context, c);
    if (till !== null && till !== 'locked') {
      await hearOfTill(context, till, read(seen, await parameters(c)));
      renewTill(context, c);
    }
    return whoIsHere(context, c);
  });

  call('/scanner/track', async (c) => {
    const who = await scanCaller(context, c);
    const input = read(tracked, await parameters(c));
    const idempotencyKey = c.req.header('idempotency-key');
    const words = textsOf(c).sentences;
    const answer = await scanHere(context, who, { ...input, idempotencyKey, depth: c.get('depth'), words });
    if (input.accessType !== SCAN) return answer;
    const undo = await undoOf(context, who, input.hashedSerialNumber);
    return undo === null ? answer : { ...answer, undo };
  });

  call('/scanner/undo', async (c) => {
    const who = await scanCaller(context, c);
    return undoHere(context, who, read(undone, await parameters(c)));
  });

  call('/scanner/find', async (c) => {
    const who = await scanCaller(context, c);
    return findHere(context, who, read(looked, await parameters(c)).text);
  });
  return app;
}

/** Who scans here, for the page; the same for every browser that nobody uses. */
async function whoIsHere(context: Context, c: HonoContext): Promise<object> {
  const till = await unlockedTill(context, c);
  if (till === null || till === 'locked') {
    const person = await sessionCaller(context, c);
    if (person !== null) {
      return { email: person.email, mayUndo: mayDo(person, 'undo'), mayFind: mayDo(person, 'find') };
    }
    return till === 'locked' ? { email: null, till: null, locked: true } : { email: null };
  }
  const { name, mayUndo, mayFind } = till.till;
  return { email: null, till: { name, mayUndo, mayFind } };
}

/** `locked`: the device is a till that was locked out, or whose account has expired. */
async function unlockedTill(context: Context, c: HonoContext): Promise<TillCaller | 'locked' | null> {
  try {
    return await tillHere(context, c);
  } catch (error) {
    if (error instanceof AppError && (error.code === 'till_locked' || error.code === 'account_expired'))
      return 'locked';
    throw error;
  }
}

/**
 * Whoever scans in this browser: a till before a person, because a till has fewer rights and its own
 * name in the list of runs. Fails with `till_locked`, `account_expired`, `client_hash_missing` for
 * nobody.
 */
async function scanCaller(context: Context, c: HonoContext): Promise<ScanCaller> {
  const till = await unlockedTill(context, c);
  const who = till === 'locked' ? await sessionCaller(context, c) : (till ?? (await sessionCaller(context, c)));
  if (who !== null) return who;
  // Says why the till is none any more.
  await tillHere(context, c);
  throw new AppError('client_hash_missing', { field: 'clientHash' });
}
