// Mail: one message to one recipient at a time. The adapter keeps connections; what is sent, and what becomes of it, is
// decided by operations.

export interface MailMessage {
  /** Unique to the mail and the same each time it is sent, so that servers and readers recognise one that comes twice. */
  readonly id: string;
  /** Whom readers show as the sender, beside the server's own address; null: the address alone. */
  readonly senderName: string | null;
  /** One address. */
  readonly recipient: string;
  readonly subject: string;
  readonly html: string;
  /** The same for readers without HTML. */
  readonly text: string;
}

/**
 * What became of it. `delivered`: the mail server took it. `refused`: it will not take this mail, so that trying again is of no
 * use. `unavailable`: it cannot take it now, was not reached, or refused ourselves and not the recipient, which its operator
 * may put right. `reason` is for the operator, and may name the recipient.
 */
export type MailResult =
  | { readonly verdict: 'delivered'; readonly messageId: string }
  | { readonly verdict: 'refused' | 'unavailable'; readonly reason: string };

export interface Mailer {
  /** Never rejects. */
  send(message: MailMessage): Promise<MailResult>;
  /** Closes every connection; what is under way ends as `unavailable`. */
  close(): void;
}
