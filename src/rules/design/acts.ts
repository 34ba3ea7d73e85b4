// What the buttons of the designer do with a draft, besides saving what was typed.
import { compileTemplate } from '../templates/template.ts';
import type { JsonObject } from '../values/values.ts';
import { BARCODE_FORMATS } from '../vocabulary.ts';
import { withBarcode, withFallback, withoutBarcode, withoutFallback } from './barcode-inputs.ts';
import { madeReadable } from './contrast.ts';
import { addField, type FieldPlace, moveField, withoutField } from './fields.ts';
import { type DesignGroup, treeOf } from './groups.ts';
import type { InputFault } from './inputs.ts';
import { movedField } from './move.ts';
import { withoutPoster, withPoster } from './poster.ts';
import { addProperty, withoutProperty } from './property-inputs.ts';

export type Act =
  | { readonly kind: 'readable' | 'addBarcode' | 'removeBarcode' | 'addFallback' | 'addPoster' | 'removePoster' }
  | { readonly kind: 'addField'; readonly group: DesignGroup; readonly label: string }
  | { readonly kind: 'moveField'; readonly from: FieldPlace; readonly to: FieldPlace }
  | { readonly kind: 'removeField'; readonly place: FieldPlace }
  | { readonly kind: 'removeFallback'; readonly at: number }
  | { readonly kind: 'addProperty'; readonly key: string; readonly value: string }
  | { readonly kind: 'removeProperty'; readonly at: number };

/** The draft after a button; or why the button can do nothing. */
export function perform(passConstructor: JsonObject, act: Act): JsonObject | InputFault {
  switch (act.kind) {
    case 'readable':
      return madeReadable(passConstructor);
    case 'addField':
      return act.label.trim() === '' ? 'label' : addField(passConstructor, act.group, act.label.trim(), '');
    case 'moveField':
      // A poster's fields are copies of the card's: to move one over would leave the card without it.
      if (treeOf(act.from.group) !== treeOf(act.to.group)) return passConstructor;
      return act.from.group === act.to.group
        ? moveField(passConstructor, act.from, act.to)
        : movedField(compileTemplate(passConstructor).program, passConstructor, act.from, act.to);
    case 'removeField':
      return withoutField(passConstructor, act.place);
    case 'addPoster':
      return withPoster(passConstructor);
    case 'removePoster':
      return withoutPoster(passConstructor);
    case 'addBarcode':
      return withBarcode(passConstructor);
    case 'removeBarcode':
      return withoutBarcode(passConstructor);
    case 'addFallback':
      return withFallback(passConstructor, BARCODE_FORMATS[1]);
    case 'removeFallback':
      return withoutFallback(passConstructor, act.at);
    case 'addProperty':
      return addProperty(passConstructor, act.key, act.value);
    case 'removeProperty':
      return withoutProperty(passConstructor, act.at);
  }
}
