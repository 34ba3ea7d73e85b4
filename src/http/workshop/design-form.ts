// Reads the forms of the designer: the texts of their inputs, and what the pressed button does.
import type { DesignPage } from '../../operations/templates/design.ts';
import type { Act } from '../../rules/design/acts.ts';
import { type FieldPlace, fieldsIn } from '../../rules/design/fields.ts';
import { DESIGN_GROUPS, isDesignGroup } from '../../rules/design/groups.ts';
import type { FormTexts } from '../../rules/design/inputs.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Parameters } from '../parameters.ts';
import { textsIn } from './form-texts.ts';

/** The page that opens once the form is saved, and the part of it. */
export type Next =
  | { readonly kind: 'stay'; readonly part: string }
  | { readonly kind: 'field' | 'removeField'; readonly place: FieldPlace }
  | { readonly kind: 'removePoster' }
  | { readonly kind: 'property' | 'removeProperty'; readonly at: number };

export interface SentDesign {
  readonly revision: string;
  readonly page: DesignPage;
  readonly texts: FormTexts;
  readonly acts: readonly Act[];
  /** Where to go, by the draft as it was saved. */
  readonly next: (passConstructor: JsonObject) => Next;
  /** The hash of the pass whose values the page shows; null: a new pass. */
  readonly pass: string | null;
}

export function readDesign(parameters: Parameters): SentDesign {
  const texts = textsIn(parameters);
  const { acts, next } = pressed(texts);
  return {
    revision: texts.revision ?? '',
    page: pageIn(texts),
    texts,
    acts: [...acts, ...typedActs(texts, acts)],
    next,
    pass: texts.pass || null,
  };
}

function pageIn(texts: FormTexts): DesignPage {
  const { 'page.key': key, 'page.group': group } = texts;
  if (key === undefined) return { kind: texts['page.kind'] === 'poster' ? 'poster' : 'card' };
  return group === undefined ? { kind: 'property', key } : { kind: 'field', group, key };
}

/** A new field or value that was typed, although another button than its own was pressed. */
function typedActs(texts: FormTexts, acts: readonly Act[]): readonly Act[] {
  const fields = DESIGN_GROUPS.flatMap((group): Act[] => {
    const label = texts[`new.${group}`] ?? '';
    const isDone = acts.some((act) => act.kind === 'addField' && act.group === group);
    return label.trim() === '' || isDone ? [] : [{ kind: 'addField', group, label }];
  });
  const isNamed = (texts['new.property'] ?? '').trim() !== '';
  const isDone = acts.some(({ kind }) => kind === 'addProperty');
  return isNamed && !isDone ? [...fields, newProperty(texts)] : fields;
}

function newProperty(texts: FormTexts): Act {
  return { kind: 'addProperty', key: texts['new.property'] ?? '', value: texts['new.property.value'] ?? '' };
}

interface Pressed {
  readonly acts: readonly Act[];
  readonly next: SentDesign['next'];
}

const stay =
  (part: string): SentDesign['next'] =>
  () => ({ kind: 'stay', part });

/** `do` is a word and its places, with dots between; another word saves. */
function pressed(texts: FormTexts): Pressed {
  const [word = '', first = '', second = '', third = '', fourth = ''] = (texts.do ?? '').split('.');
  const from = placeIn(first, second);
  const at = wholeIn(first);
  switch (word) {
    case 'readable':
      return { acts: [{ kind: word }], next: stay('look') };
    case 'addPoster':
    case 'removePoster':
      return { acts: [{ kind: word }], next: stay('') };
    case 'dropPoster':
      return { acts: [], next: () => ({ kind: 'removePoster' }) };
    case 'addBarcode':
    case 'removeBarcode':
    case 'addFallback':
      return { acts: [{ kind: word }], next: stay('code') };
    case 'removeFallback':
      return at === null ? SAVE : { acts: [{ kind: word, at }], next: stay('code') };
    case 'addField': {
      if (!isDesignGroup(first)) return SAVE;
      const label = texts[`new.${first}`] ?? '';
      const next = (saved: JsonObject) => placed({ group: first, at: fieldsIn(saved, first).length - 1 });
      return { acts: [{ kind: word, group: first, label }], next };
    }
    case 'moveField': {
      const to = placeIn(third, fourth);
      if (from === null || to === null) return SAVE;
      return { acts: [{ kind: word, from, to }], next: () => placed(to) };
    }
    case 'moveTo': {
      const group = texts[`move.${first}.${second}`] ?? '';
      if (from === null || !isDesignGroup(group) || group === from.group) return SAVE;
      const to = { group, at: Number.MAX_SAFE_INTEGER };
      const next = (saved: JsonObject): Next => ({
        kind: 'field',
        place: { group, at: fieldsIn(saved, group).length - 1 },
      });
      return { acts: [{ kind: 'moveField', from, to }], next };
    }
    case 'more':
      return from === null ? SAVE : { acts: [], next: () => ({ kind: 'field', place: from }) };
    case 'remove':
      return from === null ? SAVE : { acts: [], next: () => ({ kind: 'removeField', place: from }) };
    case 'addProperty':
      return { acts: [newProperty(texts)], next: stay('hidden') };
    case 'moreProperty':
      return at === null ? SAVE : { acts: [], next: () => ({ kind: 'property', at }) };
    case 'dropProperty':
      return at === null ? SAVE : { acts: [], next: () => ({ kind: 'removeProperty', at }) };
    default:
      return SAVE;
  }
}

const SAVE: Pressed = { acts: [], next: stay('') };

function placed({ group, at }: FieldPlace): Next {
  return { kind: 'stay', part: `field-${group}-${at}` };
}

function wholeIn(text: string): number | null {
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function placeIn(group: string, at: string): FieldPlace | null {
  const position = wholeIn(at);
  return isDesignGroup(group) && position !== null ? { group, at: position } : null;
}
