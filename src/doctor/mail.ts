// Whether the mail server takes this server's login. No mail is sent.
import { verifyMailServer } from '../mail/client.ts';
import type { MailServer } from '../ports/mail.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** `server` null: none is set. */
export async function checkMail(server: MailServer | null): Promise<Finding> {
  if (server === null) {
    const message = 'No mail server is set: mails wait.';
    return warning('mail', message, 'Settings, Mail; or set SMTP_URL and MAIL_FROM.');
  }
  const where = `${server.host}:${server.port}`;
  const refusal = await verifyMailServer(server);
  if (refusal !== null) {
    const advice = 'Correct it in Settings, Mail, or in SMTP_URL.';
    return problem('mail', `${where} cannot be used: ${refusal}`, advice);
  }
  return ok('mail', `${where} answers${server.user === null ? '' : `, and takes the login of ${server.user.name}`}.`);
}
