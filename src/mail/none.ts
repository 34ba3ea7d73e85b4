// What stands in for a mail server while none is set: mails wait, and the log and the command line say for what.
import type { Mailer } from '../ports/mail.ts';

export function noMailer(): Mailer {
  return {
    send: async () => ({ verdict: 'unavailable', reason: 'SMTP_URL is not set.' }),
    close() {},
  };
}
