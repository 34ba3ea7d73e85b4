// Sends mails by SMTP, and reuses connections for the next mail.
import { createTransport } from 'nodemailer';
import type { Mailer, MailMessage, MailResult, MailServer } from '../ports/mail.ts';

/** Open connections; as many mails as jobs/mail-jobs.ts sends side by side. */
const CONNECTIONS = 4;
/** Time limits in ms: to connect and greet, to answer a command, and to accept a whole mail. */
const CONNECT_LIMIT = 10_000;
const ANSWER_LIMIT = 30_000;
const MAIL_LIMIT = 120_000;

/** How to connect, as nodemailer names it. */
function connectionOf({ host, port, secure, startTls, user }: MailServer) {
  return {
    host,
    port,
    secure,
    ignoreTLS: startTls === 'never',
    requireTLS: startTls === 'required',
    ...(user === null ? {} : { auth: { user: user.name, pass: user.password } }),
    connectionTimeout: CONNECT_LIMIT,
    greetingTimeout: CONNECT_LIMIT,
    socketTimeout: ANSWER_LIMIT,
  };
}

/** Connects and logs in without a mail. Answers null, or why it did not work. */
export async function verifyMailServer(server: MailServer): Promise<string | null> {
  const transport = createTransport(connectionOf(server));
  try {
    await transport.verify();
    return null;
  } catch (error) {
    return reasonOf(error);
  } finally {
    transport.close();
  }
}

export function openMailer(server: MailServer): Mailer {
  const { from } = server;
  const transport = createTransport({
    ...connectionOf(server),
    pool: true,
    maxConnections: CONNECTIONS,
    // The caller decides whether and when to try a mail again.
    maxRequeues: 0,
    // No part of a mail may name a file or a URL to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The mail that used a connection gets its error. This listener exists for idle connections:
  // their errors would be uncaught.
  transport.on('error', () => {});
  const domain = from.slice(from.lastIndexOf('@') + 1);

  async function send({ id, senderName, recipient, subject, html, text }: MailMessage): Promise<MailResult> {
    const messageId = `<${id}@${domain}>`;
    try {
      await transport.sendMail({
        messageId,
        from: { name: headerText(senderName ?? ''), address: from },
        to: { name: '', address: recipient },
        // The envelope's addresses, so that no header can add a recipient.
        envelope: { from, to: [recipient] },
        subject: headerText(subject),
        text,
        html,
        headers: {
          // RFC 3834: asks mail programs not to send out-of-office answers.
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
        },
        signal: AbortSignal.timeout(MAIL_LIMIT),
      });
      return { verdict: 'delivered', messageId };
    } catch (error) {
      return { verdict: isRefused(error) ? 'refused' : 'unavailable', reason: reasonOf(error) };
    }
  }

  return { send, isSetUp: async () => true, close: () => transport.close({ force: true }) };
}

/**
 * Changes a text that looks like an encoded word (RFC 2047), because nodemailer sends it as it is
 * and readers would decode it.
 */
function headerText(text: string): string {
  return text.replaceAll('=?', '= ?');
}

/** What nodemailer's errors hold beside their message. */
interface Failure {
  readonly code?: string;
  /** The command that failed, such as `RCPT TO`; `API` when nodemailer itself refused. */
  readonly command?: string;
  readonly responseCode?: number;
}

/**
 * Whether the server refuses this mail for good: a 5xx for its recipient or its content, or an
 * address that SMTP cannot carry. A refused sender, password or connection concerns every mail, and
 * the operator has to mend it.
 */
function isRefused(error: unknown): boolean {
  const { code, command, responseCode = 0 } = error as Failure;
  if (command === 'API') return code === 'EENVELOPE';
  return responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // Servers answer in several lines; the log and the command line show one.
  return message.replace(/\s+/g, ' ').slice(0, 500);
}
