// The mail server of this installation: set by the environment, or on a page by the account that runs
// the server. What a page sets is stored encrypted, because it has a password.
import ipaddr from 'ipaddr.js';
import { decryptKey, encryptKey } from '../../pass/key-encryption.ts';
import type { MailMessage, MailResult, MailServer } from '../../ports/mail.ts';
import { type Caller, requireOperator, requireRight } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import { emailAddress } from '../accounts/email-address.ts';
import { mistake } from '../accounts/mistake.ts';
import type { Context } from '../context.ts';

/** How a connection gets TLS: from its first byte, by STARTTLS, or only if the server offers it. */
export const SECURITIES = ['tls', 'starttls', 'offered'] as const;
export type Security = (typeof SECURITIES)[number];

/** A name in DNS, in characters. */
const LONGEST_HOST = 253;

/** A mail server as forms show it: without the password. */
export interface ShownMailServer {
  readonly host: string;
  readonly port: number;
  readonly security: Security;
  readonly user: string;
  readonly from: string;
}

export interface MailServerInput {
  readonly host: string;
  readonly port: string;
  readonly security: string;
  readonly user: string;
  /** Empty: the stored one, if server and user are the same. */
  readonly password: string;
  readonly from: string;
}

export interface MailSetup {
  /** The mail server that the environment sets, which goes before one set here. */
  readonly environment: Context['settings']['mailServer'];
  readonly stored: ShownMailServer | null;
  /** Whether the caller may set one here. */
  readonly maySet: boolean;
}

/** Fails with `role_forbidden`. */
export async function mailSetup(context: Context, caller: Caller): Promise<MailSetup> {
  const { isOperator } = requireRight(context, caller, 'mail');
  const environment = context.settings.mailServer;
  // Another account on this server need not know which mail server that is.
  const stored = isOperator ? await storedServer(context) : null;
  return { environment, stored: stored && shown(stored), maySet: isOperator && environment === null };
}

/** Whether mails can leave this server at all. */
export async function canMail({ store, settings }: Pick<Context, 'store' | 'settings'>): Promise<boolean> {
  return settings.mailServer !== null || (await store.mailServer()) !== null;
}

/**
 * Stores the mail server, and lets the mails that wait go out now. Fails with `parameter_invalid`,
 * which names the input, `role_forbidden`, `operator_only`.
 */
export async function setMailServer(context: Context, caller: Caller, input: MailServerInput): Promise<void> {
  requireOperator(context, caller, 'mail');
  const before = await storedServer(context);
  const server = checked(input, before);
  const { settings, ids, store, clock } = context;
  const encrypted = encryptKey(settings.secret, Buffer.from(JSON.stringify(server)), ids.bytes);
  await store.setMailServer(encrypted, clock.now());
  await store.hastenMails(clock.now());
  await recordAct(context, caller, {
    what: 'mail.set',
    subject: server.host,
    before: before && { ...shown(before) },
    after: { ...shown(server) },
  });
}

/** Fails with `role_forbidden`, `operator_only`. */
export async function removeMailServer(context: Context, caller: Caller): Promise<void> {
  requireOperator(context, caller, 'mail');
  const before = await storedServer(context);
  if (before === null) return;
  await context.store.setMailServer(null, context.clock.now());
  await recordAct(context, caller, { what: 'mail.remove', subject: before.host, before: { ...shown(before) } });
}

/**
 * Sends a mail to the caller and answers what the mail server said. Fails with `role_forbidden`.
 */
export async function sendTestMail(
  context: Context,
  caller: Caller,
  content: Pick<MailMessage, 'subject' | 'html' | 'text'>,
): Promise<MailResult> {
  const { name } = requireRight(context, caller, 'mail');
  const id = Buffer.from(context.ids.bytes(16)).toString('hex');
  const senderName = name.includes('@') ? null : name;
  return context.mailer.send({ id, senderName, recipient: caller.email, ...content });
}

/** The stored server for the mailer; `id` changes with each change of the settings. */
export async function storedMailServer({ store, secret }: Pick<Context, 'store'> & { readonly secret: string }) {
  const row = await store.mailServer();
  if (row === null) return null;
  const { encryptedSettings } = row;
  return {
    id: Buffer.from(encryptedSettings).toString('base64'),
    settings: () => opened(secret, encryptedSettings),
  };
}

async function storedServer({ store, settings }: Context): Promise<MailServer | null> {
  const row = await store.mailServer();
  return row && opened(settings.secret, row.encryptedSettings);
}

function opened(secret: string, encrypted: Uint8Array): MailServer {
  const plain = decryptKey(secret, encrypted);
  const server = JSON.parse(Buffer.from(plain).toString('utf8')) as MailServer;
  plain.fill(0);
  return server;
}

function shown({ host, port, secure, startTls, user, from }: MailServer): ShownMailServer {
  const security = secure ? 'tls' : startTls === 'required' ? 'starttls' : 'offered';
  return { host, port, security, user: user?.name ?? '', from };
}

function checked(input: MailServerInput, before: MailServer | null): MailServer {
  const host = input.host.trim();
  if (!isHost(host)) {
    throw mistake('host', 'host_wrong', 'The server is a name such as smtp.example.com.');
  }
  const port = Number(input.port.trim());
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw mistake('port', 'port_wrong', 'The port is a number from 1 to 65535; usual ones are 465 and 587.');
  }
  const security = SECURITIES.find((each) => each === input.security);
  if (security === undefined) {
    throw mistake('security', 'security_wrong', `The encryption is one of ${SECURITIES.join(', ')}.`);
  }
  const user = userOf(input, host, before);
  const isHere = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (user !== null && security === 'offered' && !isHere) {
    const message = 'A password goes to another machine only with TLS from the start or with STARTTLS.';
    throw mistake('security', 'security_wrong', message);
  }
  const from = emailAddress(input.from);
  if (from === null) {
    throw mistake('from', 'from_wrong', 'The sender is one e-mail address without a name, such as passes@example.com.');
  }
  return { host, port, secure: security === 'tls', startTls: startTlsOf(security), user, from };
}

/** An address, or a name as DNS and container networks have them. */
function isHost(host: string): boolean {
  if (ipaddr.isValid(host)) return true;
  return host.length <= LONGEST_HOST && host.split('.').every((label) => /^[\w-]{1,63}$/.test(label));
}

function startTlsOf(security: Security): MailServer['startTls'] {
  return security === 'tls' ? 'never' : security === 'starttls' ? 'required' : 'offered';
}

function userOf({ user, password }: MailServerInput, host: string, before: MailServer | null): MailServer['user'] {
  const name = user.trim();
  if (name === '' && password === '') return null;
  if (name === '') throw mistake('user', 'user_incomplete', 'A password needs a user name.');
  if (password !== '') return { name, password };
  const kept = before?.user;
  if (kept && kept.name === name && before.host === host) return kept;
  // The stored password must not reach a server that it was not typed for.
  if (kept) throw mistake('password', 'password_again', 'Type the password again: server or user name is another one.');
  throw mistake('password', 'user_incomplete', 'A user name needs a password.');
}
