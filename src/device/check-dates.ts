// Finds dates that Wallet does not read: it wants a day, hours, minutes, optional seconds, and a
// zone that is Z or ±HH:MM. A wrong one makes Wallet refuse the pass, or ignore the date without a
// word.
import { isObject, type PassJson, passFields } from './pass-json.ts';

const DATE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(?:Z|[+-](\d\d):(\d\d))$/;

export function dateFaults(passJson: PassJson): readonly string[] {
  const faults = [];
  for (const key of ['expirationDate', 'relevantDate']) faults.push(...faultOf(key, passJson[key]));
  for (const key of ['relevantDates', 'semantics', 'upcomingPassInformation']) {
    faults.push(...faultsWithin(key, passJson[key]));
  }
  for (const { key, value, dateStyle, timeStyle, semantics } of passFields(passJson)) {
    const isDate = dateStyle !== undefined || timeStyle !== undefined;
    if (isDate) faults.push(...faultOf(`The value of the field ${key}`, value));
    faults.push(...faultsWithin(`the semantics of the field ${key}`, semantics));
  }
  return faults;
}

/** Apple calls every date below these keys `date`, or by a name that ends in `Date`. */
function faultsWithin(place: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => faultsWithin(place, item));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    /(?:^d|D)ate$/.test(key) ? faultOf(`${key} in ${place}`, item) : faultsWithin(place, item),
  );
}

function faultOf(place: string, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string' && isDate(value)) return [];
  return [`${place} is no date that Wallet reads: ${JSON.stringify(value)}.`];
}

function isDate(text: string): boolean {
  const parts = DATE.exec(text)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  if (parts === undefined) return false;
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0, zoneHours = 0, zoneMinutes = 0] = parts;
  const time = new Date(Date.UTC(year, month - 1, day));
  const isDay = time.getUTCMonth() === month - 1 && time.getUTCDate() === day;
  return isDay && hours < 24 && minutes < 60 && seconds < 60 && zoneHours <= 14 && zoneMinutes < 60;
}
