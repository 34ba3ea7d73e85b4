// The two looks of a card with a poster: what new phones show, and what the others show.
import { isArray } from '../../rules/values/values.ts';
import { lookOf, POSTER } from '../../rules/vocabulary.ts';
import type { PassView } from './view-pass.ts';

export interface OtherLook {
  readonly kind: 'poster' | 'older';
  readonly view: PassView;
}

export interface Looks {
  readonly view: PassView | null;
  /** Null: the card has one look. */
  readonly other: OtherLook | null;
}

/**
 * The looks of a drawn pass. A generic card comes before its poster, unless `posterFirst`; an event
 * ticket comes after its own, which most phones show.
 */
export function looksOf(view: PassView | null, posterFirst: boolean): Looks {
  if (view === null) return { view, other: null };
  const { passJson, style } = view;
  const look = lookOf(style, passJson.preferredStyleSchemes, Object.hasOwn(passJson, POSTER));
  if (look === 'posterEventTicket') {
    const { preferredStyleSchemes: schemes, ...rest } = passJson;
    const older = isArray(schemes) ? schemes.filter((scheme) => scheme !== 'posterEventTicket') : [];
    return { view, other: { kind: 'older', view: { ...view, passJson: { ...rest, preferredStyleSchemes: older } } } };
  }
  if (look !== 'genericWithPoster') return { view, other: null };
  const { [POSTER]: _poster, ...older } = passJson;
  const { generic: _generic, ...poster } = passJson;
  const ofPoster: PassView = { ...view, passJson: poster, style: POSTER };
  const ofOlder: PassView = { ...view, passJson: older };
  return posterFirst
    ? { view: ofPoster, other: { kind: 'older', view: ofOlder } }
    : { view: ofOlder, other: { kind: 'poster', view: ofPoster } };
}
