// Tells another program, such as a shop system, when something happens to a card.
import { FRONT_GROUPS } from '../passes/fit.ts';
import { unwrap } from '../templates/attributes.ts';
import { isObject, type JsonObject, toText } from '../values/values.ts';
import { magic, post } from './actions.ts';
import { fieldsIn } from './card-edit.ts';
import { type Recipe, textIn } from './recipe.ts';

const EVENTS = ['onScan', 'onRegister', 'onInstall', 'onEdit'] as const;
type ToldEvent = (typeof EVENTS)[number];

export const tell: Recipe = {
  questions: () => [
    { kind: 'url', name: 'address' },
    { kind: 'choice', name: 'event', fallback: 'onScan', choices: EVENTS },
    { kind: 'choice', name: 'what', fallback: 'front', choices: ['number', 'front'] },
  ],
  add: (edit, answers) => {
    const event = answers.event as ToldEvent;
    const values = answers.what === 'front' ? { values: frontValues(edit.passConstructor()) } : {};
    const body = { event, card: magic('hashedSerialNumber'), at: magic('timestamp'), ...values };
    edit.addActions(event, 'last', [post(textIn(answers, 'address'), body)]);
  },
};

/** The values on the front by the keys of their fields. */
function frontValues(passConstructor: JsonObject): JsonObject {
  const entries = FRONT_GROUPS.flatMap((group) =>
    fieldsIn(passConstructor, group).flatMap((field) => {
      if (!isObject(field) || typeof unwrap(field.value ?? null) === 'object') return [];
      const key = toText(field.key);
      // A key with brackets cannot be named by a magic string.
      return /[{}]/.test(key) ? [] : [[key, magic(`structure_${group}_${key}_value`)] as const];
    }),
  );
  return Object.fromEntries(entries);
}
