// Sends mails as they become due.
import type { Context } from '../operations/context.ts';
import { deliverMail } from '../operations/mails/deliver-mail.ts';
import { renderPassLink } from '../ui/pass-link-mail.tsx';
import { textsFor } from '../ui/texts/language.ts';
import { type Jobs, openDueWork } from './due-work.ts';

/** The most mails under way at once: as many as the mailer's connections. */
const SIDE_BY_SIDE = 4;

export function openMailJobs(context: Context): Jobs {
  return openDueWork(context, {
    sideBySide: SIDE_BY_SIDE,
    claim: (...given) => context.store.claimMails(...given),
    perform: (mail) =>
      deliverMail(context, mail, (letter) => renderPassLink(letter, textsFor(mail.language ?? letter.language ?? ''))),
    traceOf: ({ kind, passHash, row, attempts }) => ({
      name: `job mail ${kind}`,
      subject: passHash === null ? `batch:${row?.batchId}` : `mail:${passHash}`,
      fields: { 'passwright.attempts': attempts },
    }),
    describe: ({ id, kind }) => ({ job: 'mail', subject: id, kind }),
  });
}
