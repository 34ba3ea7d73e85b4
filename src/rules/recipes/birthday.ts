// Birthdays: the form asks the day, which may bring points, the till sees it when it looks at a card, and
// on the day the phone says a greeting, with points where wanted.
import { add, magic, SPECIAL, say, set } from './actions.ts';
import { leadsToForm } from './form-fields.ts';
import { addNews } from './news.ts';
import { pointsOf } from './points.ts';
import { askCounter, numberIn, type Recipe, textIn } from './recipe.ts';

export const birthday: Recipe = {
  questions: (passConstructor, words) => [
    { kind: 'text', name: 'label', fallback: words.birthday.label, longest: 60, takesValues: false },
    { kind: 'number', name: 'thanks', fallback: 0, least: 0, most: 1_000_000, step: 0.01 },
    { kind: 'text', name: 'greeting', fallback: words.birthday.greeting, longest: 200, takesValues: true },
    { kind: 'number', name: 'present', fallback: 0, least: 0, most: 1_000_000, step: 0.01 },
    { kind: 'clock', name: 'at', fallback: '09:00' },
    { kind: 'choice', name: 'till', fallback: 'check', choices: ['check', 'never'] },
    ...askCounter(passConstructor, ['points']),
  ],
  add: (edit, answers, words) => {
    const { birthday: said } = words;
    const label = textIn(answers, 'label');
    const [thanks, present] = [numberIn(answers, 'thanks'), numberIn(answers, 'present')];
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
    const points = thanks > 0 || present > 0 ? pointsOf(edit, answers, words) : '';
    if (thanks > 0) {
      const thanked = edit.addValue('birthdayThanked', said.thanked, '');
      const isNew = `${isKnown} AND ${magic(thanked)} isEmpty`;
      edit.addActions('onRegister', 'count', [add(points, thanks, isNew), set(thanked, magic('timestamp'), isNew)]);
    }
    if (answers.till === 'check') {
      edit.addActions('onCheck', 'last', say(said.atTill(magic(day)), SPECIAL, isKnown));
    }
    const greeted = edit.addValue('birthdayGreeted', said.greeted, '');
    const isGreeted = `${magic(greeted)} !isEmpty`;
    addNews(edit, words, { text: textIn(answers, 'greeting'), condition: isGreeted });
    const when = { after: day, at: textIn(answers, 'at'), yearly: true };
    edit.addSchedule({
      name: said.schedule,
      when: { days: 0, ...when },
      actions: [set(greeted, magic('timestamp')), ...(present > 0 ? [add(points, present)] : [])],
      // A birthday that its holder moves brings nothing again.
      cap: { times: 1, per: 'year' },
    });
    // The greeting goes, so that it is new to the phone next year.
    edit.addSchedule({
      name: said.scheduleOver,
      when: { days: 1, ...when },
      PSConditions: isGreeted,
      actions: [set(greeted, '')],
    });
  },
};
