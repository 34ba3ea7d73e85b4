// Finds the addresses of a pass for Google's links module: web pages, mail addresses and telephone
// numbers of the back, and the addresses that event tickets and boarding passes offer.
import { isArray, type JsonObject, type JsonValue, toText } from '../../rules/values/values.ts';
import { TOP_LEVEL_VALUES } from '../../rules/vocabulary.ts';
import { backFields } from './fields.ts';

/** Google shows so many links of an object ("linksModuleData"). */
const MOST_LINKS = 10;
/** No longer address is a link, and no longer text names one. */
const LONGEST_LINK = 2000;
const LONGEST_NAME = 60;

const WEB = /https?:\/\/[^\s<>"']+/g;
const MAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/;
const PHONE = /\+\d[\d ()/-]{5,20}\d/g;

/** Top-level keys of pass.json whose value is an address; apps open appLaunchURL themselves. */
const ADDRESS_KEYS: readonly string[] = TOP_LEVEL_VALUES.filter(
  (key) => /(?:URL|Email|PhoneNumber|Website)$/.test(key) && !/aunchURL$/.test(key),
);

/** The entries of linksModuleData.uris, each address once. */
export function linksOf(passJson: JsonObject): JsonValue[] {
  const links = new Map<string, string>();
  const add = (uri: string | null, name: string) => {
    if (uri === null || uri.length > LONGEST_LINK || links.has(uri)) return;
    links.set(uri, [...name].slice(0, LONGEST_NAME).join(''));
  };
  for (const field of backFields(passJson)) {
    const name = toText(field.label);
    for (const [uri, text] of linksInField(field)) add(uri, text || name);
  }
  for (const key of ADDRESS_KEYS) add(addressOf(toText(passJson[key])), wordsOf(key));
  return [...links].slice(0, MOST_LINKS).map(([uri, description], index) => ({
    id: `link_${index + 1}`,
    uri,
    ...(description === '' ? {} : { description }),
  }));
}

/** Wallet looks for all kinds of data in a field of the back, unless the field names some. */
function linksInField(field: JsonObject): [string, string][] {
  const types = field.dataDetectorTypes;
  const looksFor = (kind: string) => !isArray(types) || types.includes(kind);
  const attributed = toText(field.attributedValue);
  if (attributed !== '') return anchorsIn(attributed);
  const text = toText(field.value);
  const found: [string, string][] = [];
  if (looksFor('PKDataDetectorTypeLink')) {
    for (const [address] of text.matchAll(WEB)) found.push([withoutStop(address), '']);
    for (const address of mailAddresses(text.replaceAll(WEB, ' '))) found.push([`mailto:${address}`, '']);
  }
  if (looksFor('PKDataDetectorTypePhoneNumber')) {
    for (const [number] of text.matchAll(PHONE)) found.push([telephone(number), '']);
  }
  return found;
}

/** The words of a text that are mail addresses, without the stop behind one. */
function mailAddresses(text: string): string[] {
  return text
    .split(/[\s<>"'(),;:!?]/)
    .map(withoutStop)
    .filter((word) => MAIL.test(word) && word.slice(word.indexOf('@')).includes('.'));
}

/** The `<a href="…">text</a>` of an attributedValue. */
function anchorsIn(html: string): [string, string][] {
  return html
    .split(/<a\s/i)
    .slice(1)
    .flatMap((part): [string, string][] => {
      const href = /href=["']([^"']*)["']/i.exec(part)?.[1];
      const uri = href === undefined ? null : addressOf(href.replaceAll('&amp;', '&'));
      const text = part.slice(part.indexOf('>') + 1).split('<')[0]!;
      return uri === null ? [] : [[uri, text.trim()]];
    });
}

/** An address with a scheme that Google opens; null for another text. */
function addressOf(text: string): string | null {
  const trimmed = text.trim();
  if (/^(?:https?:\/\/|mailto:|tel:|geo:)[^\s]+$/i.test(trimmed)) return trimmed;
  if (MAIL.test(trimmed)) return `mailto:${trimmed}`;
  return /^\+?[\d ()/-]{5,25}$/.test(trimmed) ? telephone(trimmed) : null;
}

function telephone(number: string): string {
  return `tel:${number.replaceAll(/[^\d+]/g, '')}`;
}

/** An address at a sentence's end, without the stop. */
function withoutStop(address: string): string {
  let end = address.length;
  while (end > 0 && '.,;:!?)'.includes(address[end - 1]!)) end -= 1;
  return address.slice(0, end);
}

/** `Bag policy` of `bagPolicyURL`. */
function wordsOf(key: string): string {
  const words = key
    .replace(/(?:URL|Email|PhoneNumber|Website)$/, '')
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words[0]!.toUpperCase()}${words.slice(1)}`;
}
