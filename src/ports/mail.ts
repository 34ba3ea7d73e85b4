// Mail: one message to one recipient at a time. The adapter keeps connections; operations decide
// what to send and what follows from the result.

/** A mail server, and the address that mails come from. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** Whether TLS starts with the first byte. */
  readonly secure: boolean;
  /**
   * Without `secure`: whether a server that does not offer STARTTLS is refused; else TLS is used
   * when offered.
   */
  readonly startTls: 'never' | 'offered' | 'required';
  readonly user: { readonly name: string; readonly password: string } | null;
  /** The sender's address. */
  readonly from: string;
}

export interface MailMessage {
  /**
   * Unique to the mail and the same each time it is sent, so that servers and readers recognise a
   * repeated mail.
   */
  readonly id: string;
  /**
   * The sender's name that readers show beside the server's own address; null: the address alone.
   */
  readonly senderName: string | null;
  /** One address. */
  readonly recipient: string;
  readonly subject: string;
  readonly html: string;
  /** The content for readers without HTML. */
  readonly text: string;
}

/**
 * The result of a try. `delivered`: the mail server accepted the mail. `refused`: the server will
 * never accept this mail, so trying again is of no use. `unavailable`: the server cannot accept the
 * mail now, was not reached, or refused this sender and not the recipient, which its operator may
 * correct. `reason` is for the operator, and may name the recipient.
 */
export type MailResult =
  | { readonly verdict: 'delivered'; readonly messageId: string }
  | { readonly verdict: 'refused' | 'unavailable'; readonly reason: string };

export interface Mailer {
  /** Rejects only when the settings of the mail server are in a store that fails. */
  send(message: MailMessage): Promise<MailResult>;
  /** Whether there is a mail server to try. Never rejects. */
  isSetUp(): Promise<boolean>;
  /** Closes every connection; mails under way end as `unavailable`. */
  close(): void;
}
