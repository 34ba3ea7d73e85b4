// Reports the values of a template that Wallet would silently refuse or ignore: colours, barcode
// formats, dates, languages. So the owner learns of them when saving.
import type { Report } from '../diagnostics.ts';
import { COLOUR, faultsIn, ruleAt } from '../paths/wallet-values.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { BARCODE_KIND, isLanguage, PASS_SCAN_FORMAT } from '../vocabulary.ts';
import { unwrap } from './attributes.ts';
import { fieldsOf } from './design-fields.ts';

/** `zone`: for dates without one, `Z` when the template names none. */
export function checkValues(passConstructor: JsonObject, zone: string, report: Report): void {
  const plain = Object.fromEntries(Object.entries(passConstructor).map(([key, node]) => [key, unwrap(node)]));
  for (const [key, value] of Object.entries(plain)) {
    // normalise.ts checks transitType; the one additional value is checked below.
    if (key === 'transitType' || key === 'additional') continue;
    for (const fault of faultsIn(ruleAt([key]), value, key, zone)) report.error(fault.code, fault.path, fault.message);
  }
  const scanColour = isObject(plain.additional) ? plain.additional.psScanColor : undefined;
  for (const fault of faultsIn(COLOUR, scanColour, 'psScanColor', zone)) {
    report.error(fault.code, fault.path, fault.message);
  }
  checkMessage(plain.barcode, 'barcode', report);
  for (const [at, item] of itemsOf(plain.barcodes)) checkMessage(item, `barcodes_${at}`, report);
  for (const key of ['description', 'organizationName']) {
    if (toText(plain[key]) === '')
      report.warning('value_missing', key, `Wallet needs ${key}; the template's name is used until you set it.`);
  }
  checkMarkup(plain, report);
  checkLocalizations(plain.localizations, report);
}

function itemsOf(value: JsonValue | undefined): Iterable<[number, JsonValue]> {
  return isArray(value) ? value.entries() : [];
}

function checkMessage(value: JsonValue | undefined, path: string, report: Report): void {
  if (!isObject(value)) return;
  const { format, message } = value;
  if (toText(message) === '' && format !== PASS_SCAN_FORMAT && value[BARCODE_KIND] !== 'random') {
    report.warning('value_missing', `${path}_message`, 'The barcode has no message; it is left out until it has one.');
  }
}

/** Also matches an unclosed "tag", so that each character is read once. */
const TAG = /<\/?([a-z][a-z0-9]*)\b[^>]*>?/gi;
const LINK = /^<a\s+href\s*=\s*(?:"[^"]*"|'[^']*')\s*>$|^<\/a>$/i;

/** Apple: "only the <a> tag and its href attribute are supported" in an attributedValue. */
function checkMarkup(design: JsonObject, report: Report): void {
  for (const { path, field } of fieldsOf(design)) {
    const other = [...toText(field.attributedValue).matchAll(TAG)].find(
      ([tag]) => tag.endsWith('>') && !LINK.test(tag),
    );
    if (other === undefined) continue;
    const message = `Wallet knows only <a href="..."> in an attributedValue; it does not know ${other[0]}.`;
    report.warning('markup_unknown', `${path}_attributedValue`, message);
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
