// A punch card that is paid in advance: each scan takes one visit, and none is left at the end.
import { add, magic, say, stop, WELL } from './actions.ts';
import { numberIn, type Recipe, textIn } from './recipe.ts';

export const visits: Recipe = {
  questions: (_, words) => [
    { kind: 'number', name: 'count', fallback: 10, least: 1, most: 1000, step: 1 },
    { kind: 'text', name: 'label', fallback: words.visits.label, longest: 40, takesValues: false },
    { kind: 'text', name: 'none', fallback: words.visits.none, longest: 120, takesValues: true },
  ],
  add: (edit, answers, words) => {
    const { visits: said } = words;
    const left = edit.addField(['headerFields', 'secondaryFields', 'auxiliaryFields'], {
      key: 'visits',
      label: textIn(answers, 'label'),
      value: numberIn(answers, 'count'),
      changeMessage: said.news,
    });
    // A visit has to be whole: half a one, which an owner may type, lets nobody in.
    edit.addActions('onScan', 'guard', [stop(textIn(answers, 'none'), `${magic(left)} < 1`)]);
    edit.addActions('onScan', 'last', [add(left, -1), ...say(said.left(magic(left)), WELL)]);
  },
};
