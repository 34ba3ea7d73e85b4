// What recipes ask customers in the registration form.
import { orderedEntries } from '../values/key-order.ts';
import { isObject, isTrue, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { FIELD_GROUPS, type FieldGroup } from '../vocabulary.ts';
import { type CardEdit, fieldsIn } from './card-edit.ts';
import type { RecipeWords } from './words.ts';

/** Makes sure that the form asks a name, and an e-mail address where wanted. */
export function askName(edit: CardEdit, words: RecipeWords, withMail: boolean): void {
  const asked = editableKeys(edit.passConstructor());
  if (!asked.some((key) => /name|member|holder/i.test(key))) {
    addName(edit, words, ['secondaryFields', 'auxiliaryFields']);
  }
  if (withMail && !asked.some((key) => /mail/i.test(key))) {
    edit.addValue('email', words.yourMail, '', { PSEditable: true, PSValidation: 'VRequired,VEmail' });
  }
}

/** Adds a field for the customer's name, which the form asks, and answers the API path of its value. */
export function addName(edit: CardEdit, words: RecipeWords, groups: readonly FieldGroup[]): string {
  return edit.addField(groups, {
    key: 'name',
    label: words.name,
    value: { PSValue: words.guest, PSEditable: true, PSLabel: words.yourName, PSValidation: 'VRequired' },
  });
}

/** The keys of what customers may edit. */
function editableKeys(passConstructor: JsonObject): readonly string[] {
  const { additional } = passConstructor;
  const fields = FIELD_GROUPS.flatMap((group) => fieldsIn(passConstructor, group).filter(isObject));
  return [
    ...fields.filter(({ value }) => isEditable(value)).map(({ key }) => toText(key)),
    ...orderedEntries(isObject(additional) ? additional : {})
      .filter(([, value]) => isEditable(value))
      .map(([key]) => key),
  ];
}

function isEditable(value: JsonValue | undefined): boolean {
  return isObject(value) && isTrue(value.PSEditable);
}

/** Whether the back of the card leads to the form already. */
export function leadsToForm(passConstructor: JsonObject): boolean {
  return fieldsIn(passConstructor, 'backFields').some(
    (field) =>
      isObject(field) && /register\.php|psRegisterURL/.test(toText(field.value) + toText(field.attributedValue)),
  );
}
