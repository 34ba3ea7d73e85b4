// The names that an owner knows the places of a card by: the label on the card, in place of an API
// path. Also values as a sentence shows them.

import { shownValue } from '../passes/shown-value.ts';
import { locate, type PathIndex } from '../paths/paths.ts';
import { typed } from '../values/literal.ts';
import { type JsonValue, toText } from '../values/values.ts';
import {
  FIELD_GROUPS,
  type FieldGroup,
  type FieldTree,
  IMAGE_SLOTS,
  isFieldTree,
  PERSONALIZATION,
  POSTER,
  SPECIAL_STRINGS,
} from '../vocabulary.ts';
import { NAMED_PLACES, type NamedAttribute, type NamedPlace, type SentenceWords } from './words.ts';

export interface Names {
  readonly words: SentenceWords;
  /** The name of a place, by its API path or the name of a magic string. */
  of(path: string): string;
  /** A text with the names of places in its curly brackets. */
  text(text: string): string;
}

/** The longest value that a sentence shows, in characters. */
const LONGEST_VALUE = 80;

/** Names of a template's places. Without a template, paths stand for themselves in words. */
export function namesIn(index: PathIndex, words: SentenceWords): Names {
  let repeated: ReadonlySet<string> | null = null;
  const labels = () => {
    repeated ??= repeatedLabels(index);
    return repeated;
  };

  const fieldName = (tree: FieldTree, group: FieldGroup, key: string): string => {
    const label = labelOf(index, tree, group, key);
    if (tree === POSTER) return words.onPoster(isolated(label));
    return labels().has(label.toLowerCase()) ? `${isolated(label)} (${words.groups[group]})` : isolated(label);
  };

  const of = (path: string): string => {
    if (isOneOf(SPECIAL_STRINGS, path)) return words.specials[path];
    const location = locate(index, path);
    // The sign-up in Wallet is a part of the card and no path.
    if (location === null) return path === PERSONALIZATION ? words.places[path] : inWords(path);
    const [top, group = '', key = '', attribute] = location.steps;
    if (isOneOf(NAMED_PLACES, location.path)) return words.places[location.path as NamedPlace];
    if (top === 'images') {
      const slot = group.replace(/@[23]x$/, '');
      return isOneOf(IMAGE_SLOTS, slot) ? words.images[slot] : inWords(group);
    }
    if (isFieldTree(top) && isOneOf(FIELD_GROUPS, group)) {
      if (key === '') return words.fieldsOf(words.groups[group]);
      const name = fieldName(top, group, key);
      if (attribute === undefined || attribute === 'value') return name;
      const named = Object.hasOwn(words.attributes, attribute) ? words.attributes[attribute as NamedAttribute] : null;
      return named === null ? `${name}: ${attribute}` : named(name);
    }
    if (location.attribute?.label) return isolated(location.attribute.label);
    return inWords(top === 'additional' ? group : location.path);
  };

  return { words, of, text: (text) => text.replace(/\{([^{}]+)\}/g, (_, name: string) => `{${of(name)}}`) };
}

function isOneOf<T extends string>(list: readonly T[], text: string): text is T {
  return (list as readonly string[]).includes(text);
}

/** The label on the card; else that of forms; else the key in words. */
function labelOf(index: PathIndex, tree: FieldTree, group: string, key: string): string {
  const path = `${tree}_${group}_${key}`;
  const label = typed(toText(index.locations.get(`${path}_label`)?.value)).trim();
  if (label !== '' && !label.includes('{')) return label;
  return index.locations.get(`${path}_value`)?.attribute?.label?.trim() || inWords(key);
}

/** The labels, in lower case, that more than one field has. */
function repeatedLabels(index: PathIndex): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { steps } of index.locations.values()) {
    const [top, group, key, ...rest] = steps;
    if (top !== 'structure' || key === undefined || rest.length > 0) continue;
    const label = labelOf(index, top, group!, key).toLowerCase();
    if (seen.has(label)) repeated.add(label);
    seen.add(label);
  }
  return repeated;
}

/** `lastVisit` -> `Last visit`. */
function inWords(name: string): string {
  const spaced = name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})(?=\p{Ll})/gu, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replaceAll('_', ' ')
    .trim();
  return spaced === '' ? name : isolated(spaced[0]!.toUpperCase() + spaced.slice(1));
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]/;

/** Keeps the direction of a foreign text from turning the sentence around it. */
function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

const MOMENT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const WORD = /^[\p{L}\p{M}\p{N}#%.,:+\-€$£/]+$/u;

/** A value as a sentence shows it: a text of several words in quotes, a date as its readers write it. */
export function valueWords(value: JsonValue, { words, of, text: named }: Names): string {
  if (value === null || value === '') return words.nothing;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value !== 'string') return cut(toText(value));
  const text = typed(value);
  if (MOMENT.test(text)) {
    const shown = shownValue({ value: text, dateStyle: 'PKDateStyleMedium', timeStyle: 'PKDateStyleShort' }, words.tag);
    return text.endsWith('Z') ? `${shown} UTC` : shown;
  }
  const magic = /^\{([^{}]+)\}$/.exec(text);
  if (magic !== null) return of(magic[1]!);
  const shown = cut(named(text.replace(/\s+/g, ' ').trim()));
  return WORD.test(shown) ? isolated(shown) : words.quote(isolated(shown));
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST_VALUE ? text : `${characters.slice(0, LONGEST_VALUE).join('')}…`;
}
