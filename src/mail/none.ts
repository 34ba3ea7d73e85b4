// The mailer without SMTP_URL: mails wait, and the log and the command line say that the setting is
// missing.
import type { Mailer } from '../ports/mail.ts';

export function noMailer(): Mailer {
  return {
    send: async () => ({ verdict: 'unavailable', reason: 'SMTP_URL is not set.' }),
    close() {},
  };
}
