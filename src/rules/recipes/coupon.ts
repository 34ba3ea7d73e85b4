// A coupon that is used once: the scan that redeems it changes the card, and later ones are refused.
import { magic, REFUSED, SPECIAL, say, set, stop, WELL } from './actions.ts';
import { fieldsIn, freeKey } from './card-edit.ts';
import { type Recipe, textIn } from './recipe.ts';
import { usedColours } from './used-colours.ts';

export const coupon: Recipe = {
  questions: (passConstructor, words) => [
    { kind: 'text', name: 'offer', fallback: words.coupon.offer, longest: 60, takesValues: false },
    {
      kind: 'text',
      name: 'used',
      fallback: words.coupon.used(magic(freeKey(passConstructor, 'redeemedAt'))),
      longest: 120,
      takesValues: true,
    },
    { kind: 'choice', name: 'after', fallback: 'grey', choices: ['grey', 'same'] },
  ],
  add: (edit, answers, words) => {
    const { coupon: said } = words;
    const [offer, used] = [textIn(answers, 'offer'), textIn(answers, 'used')];
    const redeemed = edit.addValue('redeemedAt', said.at, '');
    const [isNew, isUsed] = [`${magic(redeemed)} isEmpty`, `${magic(redeemed)} !isEmpty`];
    const open = { key: 'offer', label: said.label, value: offer, PSConditions: isNew };
    const done = { key: 'thanks', label: said.doneLabel, value: said.done, changeMessage: '%@', PSConditions: isUsed };
    if (fieldsIn(edit.passConstructor(), 'primaryFields').length === 0) {
      edit.addField(['primaryFields'], open);
      edit.addBeside('primaryFields', done);
    } else {
      edit.addField(['secondaryFields', 'auxiliaryFields'], open);
      edit.addField(['secondaryFields', 'auxiliaryFields'], done);
    }
    edit.addActions('onScan', 'guard', [stop(used, isUsed)]);
    edit.addActions('onScan', 'last', [
      set(redeemed, magic('timestamp')),
      ...(answers.after === 'grey' ? usedColours() : []),
      ...say(said.give(offer), SPECIAL),
    ]);
    edit.addActions('onCheck', 'last', [...say(said.valid, WELL, isNew), ...say(used, REFUSED, isUsed)]);
  },
};
