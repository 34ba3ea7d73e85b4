// Birthdays: the form asks the day, telling it may bring points, and the till sees it when it looks
// at a card. No rule can act on a date by itself yet, so nothing happens on the day.
import { add, magic, SPECIAL, say, set } from './actions.ts';
import { leadsToForm } from './form-fields.ts';
import { pointsOf } from './points.ts';
import { askCounter, numberIn, type Recipe, textIn } from './recipe.ts';

export const birthday: Recipe = {
  questions: (passConstructor, words) => [
    { kind: 'text', name: 'label', fallback: words.birthday.label, longest: 60, takesValues: false },
    { kind: 'number', name: 'thanks', fallback: 0, least: 0, most: 1_000_000, step: 0.01 },
    { kind: 'choice', name: 'till', fallback: 'check', choices: ['check', 'never'] },
    ...askCounter(passConstructor, ['points']),
  ],
  add: (edit, answers, words) => {
    const [label, thanks] = [textIn(answers, 'label'), numberIn(answers, 'thanks')];
    const day = edit.addValue('birthday', label, '', {
      PSEditable: true,
      PSAttributeType: 'PSAttributeTypeDate',
    });
    const isKnown = `${magic(day)} !isEmpty`;
    edit.addField(['backFields'], { key: 'birthdayShown', label, value: magic(day), PSConditions: isKnown });
    if (!leadsToForm(edit.passConstructor())) {
      const link = magic('psRegisterURL');
      edit.addField(['backFields'], { key: 'registerLink', label: words.bonus.label, value: link });
    }
    if (thanks > 0) {
      const points = pointsOf(edit, answers, words);
      const thanked = edit.addValue('birthdayThanked', words.birthday.thanked, '');
      const isNew = `${isKnown} AND ${magic(thanked)} isEmpty`;
      edit.addActions('onRegister', 'count', [add(points, thanks, isNew), set(thanked, magic('timestamp'), isNew)]);
    }
    if (answers.till === 'check') {
      edit.addActions('onCheck', 'last', say(words.birthday.atTill(magic(day)), SPECIAL, isKnown));
    }
  },
};
