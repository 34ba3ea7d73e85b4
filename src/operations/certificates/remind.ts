// Mails owners before their certificates end. Each step of a reminder is noted once its mail was
// accepted, so that a server that was away catches up and nobody gets a mail twice. Servers take turns
// from the look at the note to the new one.
import type { MailMessage } from '../../ports/mail.ts';
import type { Account } from '../../ports/store/accounts.ts';
import { emailAddress } from '../accounts/email-address.ts';
import type { Context } from '../context.ts';
import { type CertificateWarning, certificateWarnings } from './certificate-warnings.ts';

/** The days before the end at which a mail goes out; 0: at the end. */
const STEPS = [30, 14, 7, 3, 1, 0];

/** Words a reminder, in the language of its account. */
export type RenderReminder = (
  account: Account,
  warning: CertificateWarning,
) => Pick<MailMessage, 'subject' | 'html' | 'text'>;

/** Sends the reminders that are due; at a start and once a day. One that cannot be sent waits a day. */
export async function remindOfCertificates(context: Context, render: RenderReminder): Promise<void> {
  // The log says by itself that the certificate ends; a server without mail has nothing to add.
  if (!(await context.mailer.isSetUp())) return;
  for (const warning of await certificateWarnings(context)) {
    await context.store.inTurn('certificate reminder', () => remind(context, warning, render));
  }
}

async function remind(context: Context, warning: CertificateWarning, render: RenderReminder): Promise<void> {
  const { store, log, ids, mailer } = context;
  const { certificateId, accountId, daysLeft } = warning;
  const step = STEPS.findLast((days) => daysLeft < days) ?? 0;
  const noted = await store.certificateReminder(certificateId);
  if (noted !== null && noted <= step) return;
  const account = await store.accountById(accountId);
  const recipient = account && emailAddress(account.email);
  if (!account || !recipient) return;
  const id = Buffer.from(ids.bytes(16)).toString('hex');
  const result = await mailer.send({ id, senderName: null, recipient, ...render(account, warning) });
  if (result.verdict === 'delivered') await store.recordCertificateReminder(certificateId, step);
  else
    log.warn(
      { certificateId, reason: result.reason.replaceAll(recipient, '[recipient]') },
      'a reminder of a certificate could not be mailed',
    );
}
