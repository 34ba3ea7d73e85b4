// Which inputs each page of the designer has: the card as a whole, or one field or hidden value.
import type { JsonObject } from '../values/values.ts';
import { FIELD_GROUPS } from '../vocabulary.ts';
import { barcodeInputs } from './barcode-inputs.ts';
import { detailInputs, inputPrefix, rowInputs } from './field-inputs.ts';
import { type FieldPlace, fieldAt, fieldsIn, withField } from './fields.ts';
import { formInputs } from './form-inputs.ts';
import { POSTER_GROUPS } from './groups.ts';
import type { Input } from './inputs.ts';
import { withEntry } from './leaf.ts';
import { lookInputs } from './look-inputs.ts';
import { propertiesOf, propertyInputs, propertyPlace } from './property-inputs.ts';
import { specialInputs } from './special-inputs.ts';

/** The inputs of /design. */
export function designInputs(passConstructor: JsonObject): readonly Input[] {
  return [
    ...lookInputs(passConstructor),
    ...FIELD_GROUPS.flatMap((group) =>
      fieldsIn(passConstructor, group).flatMap((field, at) => rowInputs(field, { group, at })),
    ),
    ...barcodeInputs(passConstructor),
    ...propertyInputs(passConstructor),
    ...specialInputs(passConstructor),
  ];
}

/** The inputs of /design/poster: the fields of the poster beside the card. */
export function posterInputs(passConstructor: JsonObject): readonly Input[] {
  return POSTER_GROUPS.flatMap((group) =>
    fieldsIn(passConstructor, group).flatMap((field, at) => rowInputs(field, { group, at })),
  );
}

/** The inputs of one field's page; none for a place without a field. */
export function fieldPageInputs(passConstructor: JsonObject, place: FieldPlace): readonly Input[] {
  const field = fieldAt(passConstructor, place);
  if (field === undefined) return [];
  return [
    ...detailInputs(field, place),
    ...formInputs(field.value, {
      prefix: inputPrefix(place),
      write: (now, change) => {
        const present = fieldAt(now, place);
        return present === undefined ? now : withField(now, place, withEntry(present, 'value', change(present.value)));
      },
    }),
  ];
}

/** The inputs of a hidden value's page; none for a position without one. */
export function propertyPageInputs(passConstructor: JsonObject, at: number): readonly Input[] {
  const property = propertiesOf(passConstructor)[at];
  if (property === undefined) return [];
  return [propertyInputs(passConstructor)[at]!, ...formInputs(property.node, propertyPlace(at))];
}
