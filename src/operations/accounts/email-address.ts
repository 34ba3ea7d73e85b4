// What is an e-mail address that accounts and mails can use.
import validator from 'validator';

/** The longest that SMTP can say (RFC 5321, 4.5.3.1.3, without the angle brackets). */
const LONGEST = 254;

/** The address without spaces around it; null when it is none. A quoted local part, which may hold anything, is not taken. */
export function emailAddress(text: string): string | null {
  const trimmed = text.trim();
  // Half a character makes the validator throw.
  if (trimmed.length > LONGEST || /\p{Surrogate}/u.test(trimmed)) return null;
  // A server for oneself may well be used by admin@localhost.
  const isAddress = validator.isEmail(trimmed, { require_tld: false });
  return isAddress && !/[\s\p{Cc}"<>(),;:\\]/u.test(trimmed) ? trimmed : null;
}
