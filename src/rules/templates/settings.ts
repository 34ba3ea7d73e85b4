// Reads the settings of a template: constructor keys that no pass shows and that say how to read
// its texts and dates.
import type { Report } from '../diagnostics.ts';
import type { JsonObject, JsonValue } from '../values/values.ts';

export interface Settings {
  /** See PathIndex. */
  readonly magicPrefixes: boolean;
  /** See Program. */
  readonly zone: string;
  /** See PathIndex. */
  readonly clockZone: string | null;
}

export function readSettings({ magicPrefixes, timezone }: JsonObject, report: Report): Settings {
  if (magicPrefixes !== undefined && typeof magicPrefixes !== 'boolean') {
    const message = `magicPrefixes is true or false: whether #{key} and \${key} name the additional property key.`;
    report.error('magic_prefixes_invalid', 'magicPrefixes', message);
  }
  const zone = zoneOf(timezone);
  if (zone === null) {
    const message =
      'timezone is the hours that dates without a zone are ahead of UTC: a number from -12 to 14, such as 5.5.';
    report.error('timezone_invalid', 'timezone', message);
  }
  return { magicPrefixes: magicPrefixes === true, zone: zone ?? 'Z', clockZone: timezone === undefined ? null : zone };
}

/**
 * The zone of a template's `timezone`: `+05:30` for 5.5, UTC without one; null for a value that is
 * no offset on earth. Every offset is a whole number of quarters of an hour.
 */
export function zoneOf(hours: JsonValue | undefined): string | null {
  if (hours === undefined) return 'Z';
  if (typeof hours !== 'number' || !(hours >= -12 && hours <= 14) || !Number.isInteger(hours * 4)) return null;
  const minutes = Math.abs(hours) * 60;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${hours < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
