// Checks that a text is an e-mail address that accounts and mails can use.
import validator from 'validator';

/** The longest that SMTP can carry (RFC 5321, 4.5.3.1.3, without the angle brackets). */
const LONGEST = 254;

/**
 * The address without spaces around it; null when the text is none. Refuses a quoted local part,
 * which may hold anything.
 */
export function emailAddress(text: string): string | null {
  const trimmed = text.trim();
  // Half of a surrogate pair makes the validator throw.
  if (trimmed.length > LONGEST || /\p{Surrogate}/u.test(trimmed)) return null;
  // Accept a domain without a dot: a private server may well use admin@localhost.
  const isAddress = validator.isEmail(trimmed, { require_tld: false });
  return isAddress && !/[\s\p{Cc}"<>(),;:\\]/u.test(trimmed) ? trimmed : null;
}
