// The mailer of a server without a mail server: mails wait, and the log and the command line say
// where to set one.
import type { Mailer } from '../ports/mail.ts';

export function noMailer(): Mailer {
  return {
    send: async () => ({
      verdict: 'unavailable',
      reason: 'No mail server is set: neither SMTP_URL nor one on the page Settings, Mail.',
    }),
    isSetUp: async () => false,
    close() {},
  };
}
