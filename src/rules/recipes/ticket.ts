// A ticket that admits once: the first scan lets somebody in, every later one is refused.
import { magic, REFUSED, say, set, stop, WELL } from './actions.ts';
import { freeKey } from './card-edit.ts';
import { type Recipe, textIn } from './recipe.ts';
import { usedColours } from './used-colours.ts';

export const ticket: Recipe = {
  questions: (passConstructor, words) => [
    { kind: 'text', name: 'welcome', fallback: words.ticket.welcome, longest: 120, takesValues: true },
    {
      kind: 'text',
      name: 'used',
      fallback: words.ticket.used(magic(freeKey(passConstructor, 'admittedAt'))),
      longest: 120,
      takesValues: true,
    },
    { kind: 'choice', name: 'after', fallback: 'grey', choices: ['grey', 'same'] },
  ],
  add: (edit, answers, words) => {
    const { ticket: said } = words;
    const used = textIn(answers, 'used');
    const admitted = edit.addValue('admittedAt', said.at, '');
    const [isNew, isUsed] = [`${magic(admitted)} isEmpty`, `${magic(admitted)} !isEmpty`];
    edit.addField(['auxiliaryFields', 'secondaryFields'], {
      key: 'admitted',
      label: said.label,
      value: magic(admitted),
      dateStyle: 'PKDateStyleMedium',
      timeStyle: 'PKDateStyleShort',
      changeMessage: said.news,
      PSConditions: isUsed,
    });
    edit.addActions('onScan', 'guard', [stop(used, isUsed)]);
    edit.addActions('onScan', 'last', [
      set(admitted, magic('timestamp')),
      ...(answers.after === 'grey' ? usedColours() : []),
      ...say(textIn(answers, 'welcome'), WELL),
    ]);
    edit.addActions('onCheck', 'last', [...say(said.valid, WELL, isNew), ...say(used, REFUSED, isUsed)]);
  },
};
