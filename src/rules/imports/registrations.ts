// Reads which phone holds which pass from a row of another server's database. Its columns are named
// as in Apple's web service, however their words are joined.
import type { ImportFault } from './identity.ts';

export interface ReadRegistration {
  readonly serialNumber: string;
  /** Null: the file does not say. */
  readonly passTypeIdentifier: string | null;
  readonly deviceLibraryIdentifier: string;
  readonly pushToken: string;
}

type Part = keyof ReadRegistration;

/** The column of each part; -1: the file has none. */
export type RegistrationColumns = Readonly<Record<Part, number>>;

/** Other names of the columns, in small letters without signs. */
const NAMES: Readonly<Record<Part, readonly string[]>> = {
  serialNumber: ['serialnumber', 'serial'],
  passTypeIdentifier: ['passtypeidentifier', 'passtypeid', 'passtype'],
  deviceLibraryIdentifier: ['devicelibraryidentifier', 'devicelibraryid', 'deviceid', 'device'],
  pushToken: ['pushtoken', 'devicetoken', 'token'],
};

const PUSH_TOKEN = /^[\w.~-]{1,255}$/;
/** In UTF-16 units. */
const LONGEST_DEVICE = 256;

/** A sentence: what the headings lack. */
export function registrationColumns(headings: readonly string[]): RegistrationColumns | string {
  const plain = headings.map((heading) => heading.replace(/[^A-Za-z]/g, '').toLowerCase());
  const column = (part: Part) => plain.findIndex((heading) => NAMES[part].includes(heading));
  const columns: RegistrationColumns = {
    serialNumber: column('serialNumber'),
    passTypeIdentifier: column('passTypeIdentifier'),
    deviceLibraryIdentifier: column('deviceLibraryIdentifier'),
    pushToken: column('pushToken'),
  };
  const needed = ['serialNumber', 'deviceLibraryIdentifier', 'pushToken'] as const;
  const missing = needed.filter((part) => columns[part] === -1);
  if (missing.length === 0) return columns;
  return `A file of registrations has the columns ${needed.join(', ')}, and passTypeIdentifier where a card has several; this one lacks ${missing.join(', ')}.`;
}

export function readRegistration(
  columns: RegistrationColumns,
  cells: readonly string[],
): ReadRegistration | { readonly faults: readonly ImportFault[] } {
  const cell = (part: Part) => (cells[columns[part]] ?? '').trim();
  const faults: ImportFault[] = [];
  const deviceLibraryIdentifier = cell('deviceLibraryIdentifier');
  const pushToken = cell('pushToken');
  if (cell('serialNumber') === '') faults.push({ place: 'serialNumber', message: 'The row names no pass.' });
  if (deviceLibraryIdentifier === '' || deviceLibraryIdentifier.length > LONGEST_DEVICE) {
    const message = `A device is a text of at most ${LONGEST_DEVICE} characters.`;
    faults.push({ place: 'deviceLibraryIdentifier', message });
  }
  if (!PUSH_TOKEN.test(pushToken)) {
    const message = `A push token is hexadecimal, as APNs gave it, not "${pushToken.slice(0, 60)}".`;
    faults.push({ place: 'pushToken', message });
  }
  if (faults.length > 0) return { faults };
  const passTypeIdentifier = cell('passTypeIdentifier') || null;
  return { serialNumber: cell('serialNumber'), passTypeIdentifier, deviceLibraryIdentifier, pushToken };
}
