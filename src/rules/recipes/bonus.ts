// A bonus for registering: the card's form is sent once, and brings points.
import { asHtmlText } from '../values/html-text.ts';
import { numberText } from '../values/values.ts';
import { add, magic, set } from './actions.ts';
import { askName, leadsToForm } from './form-fields.ts';
import { pointsOf } from './points.ts';
import { askCounter, numberIn, type Recipe, textIn } from './recipe.ts';

export const bonus: Recipe = {
  questions: (passConstructor, words) => [
    { kind: 'number', name: 'amount', fallback: 25, least: 0.01, most: 1_000_000, step: 0.01 },
    { kind: 'choice', name: 'ask', fallback: 'name', choices: ['name', 'nameAndMail'] },
    { kind: 'text', name: 'thanks', fallback: words.bonus.thanks, longest: 300, takesValues: true },
    ...askCounter(passConstructor, ['points']),
  ],
  add: (edit, answers, words) => {
    const { bonus: said } = words;
    const amount = numberIn(answers, 'amount');
    const points = pointsOf(edit, answers, words);
    askName(edit, words, answers.ask === 'nameAndMail');
    if (!leadsToForm(edit.passConstructor())) {
      const link = magic('psRegisterURL');
      edit.addField(['backFields'], {
        key: 'registerLink',
        label: said.label,
        value: `${said.text(numberText(amount))} ${link}`,
        attributedValue: `<a href="${link}">${asHtmlText(said.link(numberText(amount)))}</a>`,
        PSConditions: '!registered',
      });
    }
    edit.addActions('onRegister', 'count', [
      add(points, amount, '!registered'),
      set('psRegisteredMessage', asHtmlText(textIn(answers, 'thanks')), '!registered'),
    ]);
  },
};
