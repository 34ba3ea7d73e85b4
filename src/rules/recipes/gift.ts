// A gift card with a balance: the owner types an amount on the customer's page or at the till, and it
// is paid from the balance, which never goes below zero.
import { add, magic, say, set, stop, WELL } from './actions.ts';
import { speaksAt } from './card-edit.ts';
import { numberIn, type Recipe, textIn } from './recipe.ts';

const CURRENCIES = ['EUR', 'CHF', 'GBP', 'USD', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK'] as const;

export const gift: Recipe = {
  questions: (_, words) => [
    { kind: 'number', name: 'amount', fallback: 50, least: 0, most: 1_000_000, step: 0.01 },
    { kind: 'choice', name: 'currency', fallback: 'EUR', choices: CURRENCIES },
    { kind: 'text', name: 'label', fallback: words.gift.label, longest: 40, takesValues: false },
  ],
  add: (edit, answers, words) => {
    const { gift: said } = words;
    const currency = textIn(answers, 'currency');
    const balance = edit.addField(['primaryFields', 'headerFields', 'secondaryFields', 'auxiliaryFields'], {
      key: 'balance',
      label: textIn(answers, 'label'),
      value: numberIn(answers, 'amount'),
      currencyCode: currency,
      changeMessage: said.news,
    });
    const charge = edit.addValue('charge', said.charge, 0, { PSAttributeType: 'PSAttributeTypeStepper' });
    // Always a number, whatever was typed as the charge: only numbers can be added.
    const paying = edit.addValue('paying', said.paying, 0);
    const [asked, left] = [magic(paying), magic(balance)];
    edit.addActions('onEdit', 'last', [
      set(paying, 0),
      add(paying, magic(charge)),
      // An amount that is refused must not be charged by the next event.
      set(charge, 0),
      stop(said.negative, `${asked} < 0`),
      stop(said.tooMuch(left, currency), `${asked} > ${left}`),
      add(balance, `-${asked}`, `${asked} > 0`),
      ...say(said.paid(asked, left, currency), WELL, `${asked} > 0`),
    ]);
    for (const event of ['onScan', 'onCheck'] as const) {
      if (speaksAt(edit.passConstructor(), event)) continue;
      edit.addActions(event, 'last', say(said.balance(left, currency), WELL));
    }
    edit.addPaths('psEditorPaths', [charge, balance]);
    edit.addSpecial('psInformationURL', magic('psEditorURL'));
  },
};
