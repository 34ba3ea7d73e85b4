// Says by what every adapter compares e-mail addresses.

/** The same for addresses that differ in the case of letters only. */
export function emailKeyOf(email: string): string {
  return email.normalize('NFC').toLowerCase();
}
