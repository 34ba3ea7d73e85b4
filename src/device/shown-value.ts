// Formats a field's value as Wallet shows it in English. Times stay as the pass writes them, in
// whatever zone the reader is.
import type { Field } from './pass-json.ts';

const NUMBERS: Readonly<Record<string, Intl.NumberFormatOptions>> = {
  PKNumberStyleDecimal: {},
  PKNumberStylePercent: { style: 'percent' },
  PKNumberStyleScientific: { notation: 'scientific' },
};
const LENGTHS: Readonly<Record<string, 'short' | 'medium' | 'long' | 'full'>> = {
  PKDateStyleShort: 'short',
  PKDateStyleMedium: 'medium',
  PKDateStyleLong: 'long',
  PKDateStyleFull: 'full',
};

export function shownValue(field: Field): string {
  const { value, attributedValue } = field;
  // Remove the tags: an attributed value may hold only links.
  if (typeof attributedValue === 'string')
    return attributedValue.replace(/<[^>]*>?/g, (tag) => (tag.endsWith('>') ? '' : tag));
  if (typeof value === 'number') return shownNumber(value, field);
  if (typeof value === 'string') return shownDate(value, field) ?? value;
  return JSON.stringify(value) ?? '';
}

function shownNumber(value: number, { numberStyle, currencyCode }: Field): string {
  try {
    if (typeof currencyCode === 'string') {
      return new Intl.NumberFormat('en-US', { style: 'currency', currency: currencyCode }).format(value);
    }
  } catch {
    // Intl does not know this currency.
    return `${value} ${currencyCode}`;
  }
  const style = NUMBERS[String(numberStyle)];
  return style === undefined ? String(value) : new Intl.NumberFormat('en-US', style).format(value);
}

function shownDate(value: string, { dateStyle, timeStyle }: Field): string | null {
  const dateLength = LENGTHS[String(dateStyle)];
  const timeLength = LENGTHS[String(timeStyle)];
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)/.exec(value);
  if (parts === null || (dateLength === undefined && timeLength === undefined)) return null;
  const wallClock = Date.parse(`${parts[1]}Z`);
  if (Number.isNaN(wallClock)) return null;
  return new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC',
    ...(dateLength && { dateStyle: dateLength }),
    ...(timeLength && { timeStyle: timeLength }),
  })
    .format(wallClock)
    .replaceAll('\u202f', ' ');
}
