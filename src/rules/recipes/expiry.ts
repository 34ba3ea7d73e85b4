// Expiry reminder: some days before a card ends, the phone says so. Where nothing gives cards a date to
// end, new ones get it when they are made.
import { isObject, type JsonObject, toText } from '../values/values.ts';
import { calculate, magic, set } from './actions.ts';
import { isSetByRules } from './card-edit.ts';
import { addNews } from './news.ts';
import { numberIn, type Recipe, textIn } from './recipe.ts';

const DATE = 'expirationDate';

/** The answers to how long a new card is valid, as the condition language has them. */
const TERMS: Readonly<Record<string, string>> = {
  month: '1 month',
  quarter: '3 months',
  half: '6 months',
  year: '1 year',
  years2: '2 years',
  years3: '3 years',
};

export const expiry: Recipe = {
  questions: (passConstructor, { expiry: said }) => [
    ...(hasEnd(passConstructor)
      ? []
      : [{ kind: 'choice', name: 'term', fallback: 'year', choices: Object.keys(TERMS) } as const]),
    { kind: 'number', name: 'days', fallback: 7, least: 1, most: 1000, step: 1 },
    { kind: 'text', name: 'message', fallback: said.message, longest: 200, takesValues: true },
    { kind: 'clock', name: 'at', fallback: '10:00' },
  ],
  add: (edit, answers, words) => {
    const { expiry: said } = words;
    const end = magic(DATE);
    if (answers.term !== undefined) {
      edit.addActions('onCreate', 'last', [
        calculate(DATE, `today + ${TERMS[textIn(answers, 'term')]}`, `${end} isEmpty`),
      ]);
      edit.addField(['backFields'], {
        key: 'validUntil',
        label: said.label,
        value: end,
        dateStyle: 'PKDateStyleMedium',
        PSConditions: `${end} !isEmpty`,
      });
    }
    const reminded = edit.addValue('remindedOf', said.reminded, '');
    // A card that lasts longer than it was reminded of shows nothing, and is reminded of its new date.
    const isReminded = `${magic(reminded)} !isEmpty AND ${magic(reminded)} = ${end}`;
    addNews(edit, words, { text: textIn(answers, 'message'), condition: isReminded });
    edit.addSchedule({
      name: said.schedule,
      when: { days: numberIn(answers, 'days'), before: DATE, at: textIn(answers, 'at') },
      actions: [set(reminded, end)],
    });
  },
};

/** Whether the card or one of its rules gives passes a date. */
function hasEnd(passConstructor: JsonObject): boolean {
  const node = passConstructor[DATE];
  const text = toText(isObject(node) ? node.PSValue : node);
  return text !== '' || isSetByRules(passConstructor, DATE);
}
