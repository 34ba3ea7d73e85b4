// A real SMTP server in this process, which stores all mails and refuses those that the test
// chooses.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { openTestApp, type TestApp, type TestOptions } from '../open-app.ts';

export interface Received {
  /** Addresses in the SMTP commands, whatever the headers say. */
  readonly from: string;
  readonly to: readonly string[];
  /** The content as it came over the wire. */
  readonly raw: string;
  readonly mail: ParsedMail;
  /** The user name of the client's login; null: no login. */
  readonly user: string | null;
}

export interface MailServer {
  readonly port: number;
  readonly received: readonly Received[];
  /**
   * From now on the server refuses an address, or the content of a mail, with this code. Null:
   * accepts everything.
   */
  refuse(what: { readonly at: 'sender' | 'recipient' | 'content'; readonly code: number } | null): void;
  /** Resolves once this many mails have come. */
  waitFor(count: number): Promise<void>;
  /** Listens again on the same port. */
  start(): Promise<void>;
  /** Stops listening and cuts open connections. */
  stop(): Promise<void>;
}

export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: Received[] = [];
  const waiting: { readonly count: number; readonly done: () => void }[] = [];
  let refusal: Parameters<MailServer['refuse']>[0] = null;
  let server: SMTPServer | null = null;
  let port = 0;
  const answer = (at: string, address: string) =>
    refusal?.at === at ? Object.assign(new Error(`<${address}> not taken here`), { responseCode: refusal.code }) : null;

  async function start(): Promise<void> {
    server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      closeTimeout: 50,
      onMailFrom: ({ address }, _, callback) => callback(answer('sender', address)),
      onRcptTo: ({ address }, _, callback) => callback(answer('recipient', address)),
      async onData(stream, { envelope: { mailFrom, rcptTo }, user = null }, callback) {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        const refused = answer('content', '');
        if (refused !== null) return callback(refused);
        const raw = Buffer.concat(chunks);
        const from = mailFrom === false ? '' : mailFrom.address;
        const mail = await simpleParser(raw);
        received.push({ from, to: rcptTo.map(({ address }) => address), raw: raw.toString('latin1'), mail, user });
        callback(null);
        for (const { count, done } of waiting) if (received.length >= count) done();
      },
      ...options,
    });
    // A client that loses its connection is no failure of the test.
    server.on('error', () => {});
    server.listen(port, '127.0.0.1');
    await once(server.server, 'listening');
    port = (server.server.address() as AddressInfo).port;
  }

  await start();
  return {
    port,
    received,
    refuse: (what) => {
      refusal = what;
    },
    waitFor: (count) =>
      received.length >= count ? Promise.resolve() : new Promise((done) => void waiting.push({ count, done })),
    start,
    stop: () => new Promise((resolve) => (server === null ? resolve() : server.close(() => resolve()))),
  };
}

export const FROM = 'passes@corner.example';

export interface WithMail {
  readonly smtp: MailServer;
  close(): Promise<void>;
}

/** An app with a mail server of its own. */
export async function openMailingApp(options: TestOptions = {}): Promise<TestApp & WithMail> {
  const smtp = await startMailServer();
  const env = { SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, MAIL_FROM: FROM, ...options.env };
  const t = await openTestApp({ ...options, env });
  const close = async () => {
    await t.close();
    await smtp.stop();
  };
  return { ...t, smtp, close };
}
