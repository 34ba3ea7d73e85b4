// Writes a field's value as Wallet does: dates, amounts and numbers by the field's styles. Wallet
// uses the reader's language and time zone. A page has few languages, and shows a date in the zone
// that its owner gave.
import { type JsonObject, readNumber, toText } from '../values/values.ts';

const DATE_STYLES = {
  PKDateStyleShort: 'short',
  PKDateStyleMedium: 'medium',
  PKDateStyleLong: 'long',
  PKDateStyleFull: 'full',
} as const;

const NUMBER_STYLES: Readonly<Record<string, Intl.NumberFormatOptions>> = {
  PKNumberStyleDecimal: { style: 'decimal' },
  PKNumberStylePercent: { style: 'percent', maximumFractionDigits: 2 },
  PKNumberStyleScientific: { notation: 'scientific', maximumFractionDigits: 6 },
};

/** The text of a rendered field. Returns a value that its style cannot format as it is. */
export function shownValue(field: JsonObject, language = 'en'): string {
  const value = toText(field.value);
  const date = shownDate(value, toText(field.dateStyle), toText(field.timeStyle), language);
  return date ?? shownNumber(value, field, language) ?? value;
}

function shownNumber(value: string, field: JsonObject, language: string): string | null {
  const number = readNumber(value);
  if (number === null) return null;
  const currency = toText(field.currencyCode);
  if (/^[A-Z]{3}$/.test(currency))
    return new Intl.NumberFormat(language, { style: 'currency', currency }).format(number);
  const options = NUMBER_STYLES[toText(field.numberStyle)];
  return options === undefined ? null : new Intl.NumberFormat(language, options).format(number);
}

function shownDate(value: string, dateStyle: string, timeStyle: string, language: string): string | null {
  const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC' };
  if (isStyle(dateStyle)) options.dateStyle = DATE_STYLES[dateStyle];
  // Write Wallet's longer times, which name the zone, like the medium one: only the offset is known
  // here.
  if (isStyle(timeStyle)) options.timeStyle = timeStyle === 'PKDateStyleShort' ? 'short' : 'medium';
  if (options.dateStyle === undefined && options.timeStyle === undefined) return null;
  // Read the date without its zone as UTC, and write it in UTC, so that it shows the owner's local
  // time.
  const wall = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?))?/.exec(value);
  const time = wall === null ? Number.NaN : Date.parse(`${wall[1]}T${wall[2] ?? '00:00'}Z`);
  if (Number.isNaN(time)) return null;
  if (wall![2] === undefined) {
    if (options.dateStyle === undefined) return null;
    delete options.timeStyle;
  }
  return new Intl.DateTimeFormat(language, options).format(time);
}

function isStyle(text: string): text is keyof typeof DATE_STYLES {
  return Object.hasOwn(DATE_STYLES, text);
}
