// Dates as Wallet reads them: a day, hours, minutes, optional seconds, and a zone that is `Z` or
// `±HH:MM`. People and programs also write fractions of a second and zones without a colon: one
// function gives those the form that Wallet reads.

/** A day, a time and a zone, of which people leave out some. */
const DATE = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(?:(Z)|([+-]\d\d):?(\d\d))?)?$/;

interface Parts {
  readonly day: string;
  /** Hours, minutes and, where they were given, seconds; null for a day alone. */
  readonly time: string | null;
  /** `Z` or `±HH:MM`; null where none was given. */
  readonly zone: string | null;
}

/** The parts of a date in the form that Wallet reads; null for other text, and for 30 February. */
function partsOf(text: string): Parts | null {
  const [, day, minutes, seconds = '', utc, hours, rest] = DATE.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return null;
  if (minutes === undefined) return { day, time: null, zone: null };
  const isFraction = text.includes('.');
  if (!isTime(`${minutes}${seconds}`) || (isFraction && seconds === '')) return null;
  if (hours !== undefined && !isOffset(Number(hours), Number(rest))) return null;
  return { day, time: `${minutes}${seconds}`, zone: utc ?? (hours === undefined ? null : `${hours}:${rest}`) };
}

function isDay(day: string): boolean {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return date >= 1 && date <= days;
}

function isTime(time: string): boolean {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours <= 23 && minutes <= 59 && seconds <= 59;
}

/** From -12:00 to +14:00: there is no other offset on earth. */
function isOffset(hours: number, minutes: number): boolean {
  const offset = Math.abs(hours) * 60 + minutes;
  return minutes <= 59 && offset <= (hours < 0 ? 12 : 14) * 60;
}

function written({ day, time, zone }: Parts): string {
  return time === null ? day : `${day}T${time}${zone ?? ''}`;
}

/** Whether a text is a date with its time and zone, once it has the form that Wallet reads. */
export function isPassDate(text: string): boolean {
  return (partsOf(text)?.zone ?? null) !== null;
}

/**
 * The form that Wallet reads: no fraction of a second, a colon in the zone. A zone or time that is
 * missing stays so, and a text that is no date stays as it is.
 */
export function normalDate(text: string): string {
  const parts = partsOf(text);
  return parts === null ? text : written(parts);
}

/**
 * The same with the zone that the date lacks; null for other text. Wallet accepts a date only with
 * time and zone, so a day alone, for which `isDay` is true, becomes its first moment.
 */
export function completeDate(text: string, zone: string): { readonly date: string; readonly isDay: boolean } | null {
  const parts = partsOf(text);
  if (parts === null) return null;
  const { day, time } = parts;
  const date = written({ day, time: time ?? '00:00:00', zone: parts.zone ?? zone });
  return { date, isDay: time === null };
}

/** Whether a text has the form of a date but no such date exists: 30 February, 25 o'clock. */
export function isImpossibleDate(text: string): boolean {
  return DATE.test(text) && partsOf(text) === null;
}

/**
 * Whether a key of `semantics`, `relevantDates` or `upcomingPassInformation` holds a date, as Apple
 * names those keys.
 */
export function isDateKey(key: string): boolean {
  return /(?:^d|D)ate$/.test(key);
}
