// Serves the pages that mail the links of a batch: the mail of the first row, how fast, stop, again.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import { requireBatch } from '../../operations/batches/batches.ts';
import {
  MAILS_A_MINUTE,
  MOST_MAILS_A_MINUTE,
  previewLetter,
  retryMailing,
  startMailing,
  stopMailing,
} from '../../operations/batches/mail-batch.ts';
import type { Context } from '../../operations/context.ts';
import { canMail } from '../../operations/server/mail-server.ts';
import { renderPassLink } from '../../ui/pass-link-mail.tsx';
import { MailAsk } from '../../ui/workshop/batch-asks.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { sentenceOf } from './batch-upload.tsx';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

export function batchMailRoutes(context: Context): Hono {
  const app = new Hono();
  const hashOf = (c: HonoContext) => c.req.param('batch') ?? '';
  const pathOf = (hash: string) => pagePath(context, `/send/${hash}`);

  const ask = async (c: HonoContext, caller: Caller, rate: string, error: AppError | null): Promise<Response> => {
    const batch = await requireBatch(context, caller, hashOf(c));
    const preview = await previewLetter(context, batch);
    if (preview === null) return c.redirect(pathOf(batch.hash), 303);
    const texts = textsOf(c);
    const { subject, text } = renderPassLink(preview.letter, texts);
    const { sent, queued, failed } = await context.store.countRowMails(batch.id);
    return answerWorkshop(context, c, caller, {
      place: 'cards',
      title: texts.batch.mail.title,
      ...(error === null ? {} : { status: pageStatus(error) }),
      body: (
        <MailAsk
          texts={texts}
          address={pathOf(batch.hash)}
          name={batch.name}
          mail={{ recipient: preview.recipient, subject, text }}
          count={batch.made - sent - queued - failed}
          rate={rate}
          most={MOST_MAILS_A_MINUTE}
          problem={error === null ? null : sentenceOf(error, c)}
          hasMailServer={await canMail(context)}
        />
      ),
    });
  };

  app.get(
    '/send/:batch/mail',
    forRight(context, 'send', async (c, caller) => {
      const { mailRate } = await requireBatch(context, caller, hashOf(c));
      return ask(c, caller, String(mailRate || MAILS_A_MINUTE), null);
    }),
  );

  app.post(
    '/send/:batch/mail',
    forRight(context, 'send', async (c, caller) => {
      const { rate = '' } = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const given = String(rate).trim();
      try {
        // The mails speak the language in which the owner has read the first one.
        const mailing = { rate: /^\d{1,6}$/.test(given) ? Number(given) : Number.NaN, language: textsOf(c).tag };
        await startMailing(context, caller, hashOf(c), mailing);
      } catch (error) {
        if (!(error instanceof AppError) || error.field !== 'rate') throw error;
        return ask(c, caller, given, error);
      }
      return c.redirect(pathOf(hashOf(c)), 303);
    }),
  );

  app.post(
    '/send/:batch/mail-stop',
    forRight(context, 'send', async (c, caller) => {
      await stopMailing(context, caller, hashOf(c));
      return c.redirect(pathOf(hashOf(c)), 303);
    }),
  );

  app.post(
    '/send/:batch/mail-again',
    forRight(context, 'send', async (c, caller) => {
      await retryMailing(context, caller, hashOf(c));
      return c.redirect(pathOf(hashOf(c)), 303);
    }),
  );
  return app;
}
