// Removes a field or a hidden value from the draft of a card, and says beforehand what names it.
import { AppError } from '../../errors.ts';
import { fieldAt, fieldsIn, keyOf, placeOf, withoutField } from '../../rules/design/fields.ts';
import { POSTER_GROUPS } from '../../rules/design/groups.ts';
import { textOf } from '../../rules/design/leaf.ts';
import { hasOwnFields, withoutPoster } from '../../rules/design/poster.ts';
import { propertiesOf, withoutProperty } from '../../rules/design/property-inputs.ts';
import { type KeyedPlace, type Reference, referencesTo } from '../../rules/design/references.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { POSTER } from '../../rules/vocabulary.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { compiled } from './compiled.ts';
import { editDraft, type OpenDraft, openDraft } from './drafts.ts';

/** A field by its group and key; a hidden value by its key alone; the poster by POSTER as its group. */
export interface Removed {
  readonly group?: string;
  readonly key: string;
}

export interface Removal {
  readonly open: OpenDraft;
  readonly what: Removed;
  /** Its label on the card, else its key. */
  readonly name: string;
  /** The draft's program, for names. */
  readonly program: Program;
  /** What names it, and will find nothing. */
  readonly references: readonly Reference[];
}

/** Fails with openDraft's codes, and `parameter_invalid` (key) for something that the draft lacks. */
export async function removalOf(
  context: Context,
  caller: Caller,
  templateHash: string,
  what: Removed,
): Promise<Removal> {
  const open = await openDraft(context, caller, templateHash);
  without(open.passConstructor, what);
  const { program } = await compiled(open.passConstructor);
  const references = placesOf(open.passConstructor, what).flatMap((place) => referencesTo(program, place));
  return { open, what, name: nameOf(open.passConstructor, what), program, references };
}

function placesOf(passConstructor: JsonObject, { group, key }: Removed): readonly KeyedPlace[] {
  if (group === undefined) return [{ kind: 'property', key }];
  if (group !== POSTER) return [{ kind: 'field', group, key }];
  return POSTER_GROUPS.flatMap((each) =>
    fieldsIn(passConstructor, each).map((field) => ({ kind: 'field', group: each, key: keyOf(field) }) as const),
  );
}

function nameOf(passConstructor: JsonObject, { group, key }: Removed): string {
  const place = group === undefined ? null : placeOf(passConstructor, group, key);
  const field = place === null ? undefined : fieldAt(passConstructor, place);
  return (field === undefined ? '' : textOf(field.label)) || key;
}

/** Fails with editDraft's codes, and as removalOf does. */
export async function removeFromDesign(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, ...what }: Removed & { readonly revision: string },
): Promise<OpenDraft> {
  return editDraft(context, caller, templateHash, {
    revision,
    edit: (passConstructor) => without(passConstructor, what),
  });
}

function without(passConstructor: JsonObject, { group, key }: Removed): JsonObject {
  if (group === undefined) {
    const property = propertiesOf(passConstructor).find((each) => each.key === key);
    if (property !== undefined) return withoutProperty(passConstructor, property.at);
  } else if (group === POSTER) {
    if (hasOwnFields(passConstructor)) return withoutPoster(passConstructor);
  } else {
    const place = placeOf(passConstructor, group, key);
    if (place !== null) return withoutField(passConstructor, place);
  }
  const message = `The draft of this card has nothing called "${key.slice(0, 100)}" to remove.`;
  throw new AppError('parameter_invalid', { field: 'key', message });
}
