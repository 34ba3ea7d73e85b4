// Values of a template that Wallet would refuse or ignore without a word: colours, barcode formats, dates, languages,
// images that the style does not show. The server says it at save time, before the phone does not.
import colorString from 'color-string';
import { type Report, suggestion } from '../diagnostics.ts';
import { isArray, isObject, type JsonObject, type JsonValue, readNumber, toText } from '../values/values.ts';
import {
  BARCODE_FORMATS,
  BARCODE_KIND,
  COLOUR_KEYS,
  completeDate,
  isLanguage,
  isPassDate,
  PASS_SCAN_FORMAT,
} from '../vocabulary.ts';
import { unwrap } from './attributes.ts';

export function checkValues(passConstructor: JsonObject, report: Report): void {
  const plain = Object.fromEntries(Object.entries(passConstructor).map(([key, node]) => [key, unwrap(node)]));
  for (const key of COLOUR_KEYS) checkColour(plain[key], key, report);
  checkColour(isObject(plain.additional) ? plain.additional.psScanColor : undefined, 'psScanColor', report);
  for (const key of ['expirationDate', 'relevantDate'])
    checkDate(plain[key], key, plain.timezone !== undefined, report);
  checkBarcode(plain.barcode, 'barcode', report);
  for (const [at, item] of itemsOf(plain.barcodes)) checkBarcode(item, `barcodes_${at}`, report);
  for (const [at, item] of itemsOf(plain.locations)) checkPosition(item, `locations_${at}`, report);
  for (const key of ['description', 'organizationName']) {
    if (toText(plain[key]) === '')
      report.warning('value_missing', key, `Wallet needs ${key}; the template's name is used until you set it.`);
  }
  checkMarkup(plain.structure, report);
  checkLocalizations(plain.localizations, report);
}

function itemsOf(value: JsonValue | undefined): Iterable<[number, JsonValue]> {
  return isArray(value) ? value.entries() : [];
}

/** A text with a magic string is known only when the pass is rendered. */
function isLater(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (typeof value === 'string' && value.includes('{'));
}

function checkColour(value: JsonValue | undefined, path: string, report: Report): void {
  if (isLater(value)) return;
  if (typeof value === 'string' && colorString.get.rgb(value.trim().toLowerCase()) !== null) return;
  report.error('colour_invalid', path, `${path} is a colour: "rgb(23, 187, 82)", "#17bb52" or a name such as "navy".`);
}

/** A template that says which zone it is in may leave the zone out. */
function checkDate(value: JsonValue | undefined, path: string, hasZone: boolean, report: Report): void {
  if (isLater(value) || (typeof value === 'string' && isPassDate(value))) return;
  if (hasZone && typeof value === 'string' && completeDate(value, 'Z')?.isDay === false) return;
  report.error('date_invalid', path, `${path} is a date and time with its zone, such as 2025-12-31T20:00:00+01:00.`);
}

function checkBarcode(value: JsonValue | undefined, path: string, report: Report): void {
  if (!isObject(value)) return;
  const { format, message } = value;
  const formats = [...BARCODE_FORMATS, PASS_SCAN_FORMAT];
  if (!isLater(format) && !(formats as readonly JsonValue[]).includes(format!)) {
    const near = suggestion(toText(format), formats);
    report.error(
      'barcode_format_unknown',
      `${path}_format`,
      `The barcode's format is one of ${formats.join(', ')}.${near}`,
    );
  }
  if (toText(message) === '' && format !== PASS_SCAN_FORMAT && value[BARCODE_KIND] !== 'random') {
    report.warning('value_missing', `${path}_message`, 'The barcode has no message; it is left out until it has one.');
  }
}

function checkPosition(value: JsonValue, path: string, report: Report): void {
  if (!isObject(value)) return;
  for (const [key, limit] of [
    ['latitude', 90],
    ['longitude', 180],
  ] as const) {
    const position = value[key];
    if (isLater(position) && position !== undefined && position !== null) continue;
    const degrees = typeof position === 'number' ? position : readNumber(toText(position));
    if (degrees !== null && Math.abs(degrees) <= limit) continue;
    report.error(
      'position_invalid',
      `${path}_${key}`,
      `A location needs a ${key}: a number from -${limit} to ${limit}.`,
    );
  }
}

/** Takes also what has no end, which is no tag: so each character is read once. */
const TAG = /<\/?([a-z][a-z0-9]*)\b[^>]*>?/gi;
const LINK = /^<a\s+href\s*=\s*(?:"[^"]*"|'[^']*')\s*>$|^<\/a>$/i;

/** Apple: "only the <a> tag and its href attribute are supported" in an attributedValue. */
function checkMarkup(structure: JsonValue | undefined, report: Report): void {
  for (const [group, fields] of Object.entries(isObject(structure) ? structure : {})) {
    for (const field of isArray(fields) ? fields.filter(isObject) : []) {
      const other = [...toText(field.attributedValue).matchAll(TAG)].find(
        ([tag]) => tag.endsWith('>') && !LINK.test(tag),
      );
      if (other === undefined) continue;
      report.warning(
        'markup_unknown',
        `structure_${group}_${toText(field.key)}_attributedValue`,
        `Wallet knows only <a href="..."> in an attributedValue; it does not know ${other[0]}.`,
      );
    }
  }
}

function checkLocalizations(value: JsonValue | undefined, report: Report): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) {
    report.error(
      'localizations_invalid',
      'localizations',
      'localizations is a JSON object: {"fr": {"Hello": "Bonjour"}}.',
    );
    return;
  }
  for (const [language, strings] of Object.entries(value)) {
    const where = `localizations_${language}`;
    if (!isLanguage(language)) {
      report.error('language_invalid', where, `"${language}" is not a language code such as fr, en-GB or zh-Hans.`);
    } else if (!isObject(strings) || !Object.values(strings).every((text) => typeof text === 'string')) {
      report.error(
        'localizations_invalid',
        where,
        `${language} is a JSON object from the pass's text to its translation.`,
      );
    }
  }
}
