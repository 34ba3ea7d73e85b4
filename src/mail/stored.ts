// The mailer of a server without SMTP_URL: sends through the mail server that somebody set on a page,
// also when it was set by another process or after the start.
import type { Mailer, MailServer } from '../ports/mail.ts';
import { openMailer } from './client.ts';
import { noMailer } from './none.ts';

/** A stored mail server; `id` changes with each of its settings. */
export interface StoredServer {
  readonly id: string;
  /** Fails when the settings cannot be decrypted. */
  settings(): MailServer;
}

/** `read` answers the stored server, or null while there is none. */
export function openStoredMailer(read: () => Promise<StoredServer | null>): Mailer {
  let present: { readonly id: string; readonly mailer: Mailer } | null = null;

  const mailerOf = (stored: StoredServer | null): Mailer => {
    if (stored !== null && stored.id === present?.id) return present.mailer;
    present?.mailer.close();
    present = stored && { id: stored.id, mailer: openMailer(stored.settings()) };
    return present?.mailer ?? noMailer();
  };

  return {
    send: async (message) => {
      const stored = await read();
      let mailer: Mailer;
      try {
        mailer = mailerOf(stored);
      } catch (error) {
        return { verdict: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
      }
      return mailer.send(message);
    },
    // Settings that cannot be decrypted are worth a try, whose failure says so.
    isSetUp: () =>
      read().then(
        (stored) => stored !== null,
        () => true,
      ),
    close: () => present?.mailer.close(),
  };
}
