// Sends mails by SMTP. Connections are kept for the next mail.
import { createTransport } from 'nodemailer';
import type { Mailer, MailMessage, MailResult } from '../ports/mail.ts';

export interface MailerOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  /** Otherwise: whether TLS is begun, when the server offers it, or a server that does not is turned away. */
  readonly startTls: 'never' | 'offered' | 'required';
  readonly user: { readonly name: string; readonly password: string } | null;
  /** The address mails come from. */
  readonly from: string;
}

/** Open connections; as many mails as jobs/mail-jobs.ts sends side by side. */
const CONNECTIONS = 4;
/** How long a server may take to accept a connection and to greet, to answer a command, and for all of a mail. In ms. */
const CONNECT_LIMIT = 10_000;
const ANSWER_LIMIT = 30_000;
const MAIL_LIMIT = 120_000;

export function openMailer({ host, port, secure, startTls, user, from }: MailerOptions): Mailer {
  const transport = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    // Whether and when a mail is tried again is decided by whoever sends it.
    maxRequeues: 0,
    host,
    port,
    secure,
    ignoreTLS: startTls === 'never',
    requireTLS: startTls === 'required',
    ...(user === null ? {} : { auth: { user: user.name, pass: user.password } }),
    connectionTimeout: CONNECT_LIMIT,
    greetingTimeout: CONNECT_LIMIT,
    socketTimeout: ANSWER_LIMIT,
    // Nothing in a mail is a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // What happens to a connection is told to the mail that it was for; without this, an idle one that breaks would be an exception.
  transport.on('error', () => {});
  const domain = from.slice(from.lastIndexOf('@') + 1);

  async function send({ id, senderName, recipient, subject, html, text }: MailMessage): Promise<MailResult> {
    const messageId = `<${id}@${domain}>`;
    try {
      await transport.sendMail({
        messageId,
        from: { name: headerText(senderName ?? ''), address: from },
        to: { name: '', address: recipient },
        // The addresses of the commands, which no header can widen.
        envelope: { from, to: [recipient] },
        subject: headerText(subject),
        text,
        html,
        headers: {
          // RFC 3834: keeps out-of-office answers from coming back.
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

  return { send, close: () => transport.close({ force: true }) };
}

/** A text that looks like an encoded word (RFC 2047) goes out as it is, and readers would decode it: so that it looks like none. */
function headerText(text: string): string {
  return text.replaceAll('=?', '= ?');
}

/** What nodemailer says of a failure beside its message. */
interface Failure {
  readonly code?: string;
  /** What the server was answering, such as `RCPT TO`; `API` when nodemailer itself refused. */
  readonly command?: string;
  readonly responseCode?: number;
}

/**
 * Whether it is this mail that will not be taken: 5xx for its recipient or its content, or an address that cannot be said in
 * SMTP. A sender, a password or a connection that is refused concerns every mail, and is put right by the operator.
 */
function isRefused(error: unknown): boolean {
  const { code, command, responseCode = 0 } = error as Failure;
  if (command === 'API') return code === 'EENVELOPE';
  return responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // Servers answer in several lines; the log and the command line have one.
  return message.replace(/\s+/g, ' ').slice(0, 500);
}
