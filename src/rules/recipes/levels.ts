// Points with levels: each scan brings points, and with enough of them the customer's level rises.
import { add, magic, run, say, set, WELL } from './actions.ts';
import { countsAlready, speaksAt } from './card-edit.ts';
import { pointsOf } from './points.ts';
import { askCounter, numberIn, type Recipe } from './recipe.ts';

export const levels: Recipe = {
  questions: (passConstructor) => [
    { kind: 'number', name: 'each', fallback: 1, least: 0.01, most: 100_000, step: 0.01 },
    { kind: 'number', name: 'second', fallback: 10, least: 0.01, most: 10_000_000, step: 0.01 },
    { kind: 'number', name: 'third', fallback: 50, least: 0.01, most: 10_000_000, step: 0.01 },
    ...askCounter(passConstructor, ['points']),
  ],
  check: (answers) =>
    numberIn(answers, 'second') < numberIn(answers, 'third') ? {} : { third: { kind: 'order', after: 'second' } },
  add: (edit, answers, words) => {
    const { levels: said } = words;
    const points = pointsOf(edit, answers, words);
    const [first, second, third] = said.names;
    const [fromSecond, fromThird] = [numberIn(answers, 'second'), numberIn(answers, 'third')];
    const level = edit.addField(['secondaryFields', 'auxiliaryFields'], {
      key: 'level',
      label: said.label,
      value: first,
      changeMessage: said.news,
    });
    const now = magic(points);
    const routine = edit.addValue('setLevel', said.routine, [
      set(level, first, `${now} < ${fromSecond}`),
      set(level, second, `${now} !< ${fromSecond} AND ${now} < ${fromThird}`),
      set(level, third, `${now} !< ${fromThird}`),
    ]);
    const isSilent = !speaksAt(edit.passConstructor(), 'onScan');
    if (!countsAlready(edit.passConstructor(), 'onScan', points)) {
      edit.addActions('onScan', 'count', [add(points, numberIn(answers, 'each'))]);
    }
    edit.addActions('onScan', 'last', [run(routine), ...(isSilent ? say(said.counted(now, magic(level)), WELL) : [])]);
    // Points that the form or the owner changes move the level too.
    edit.addActions('onRegister', 'last', [run(routine)]);
    edit.addActions('onEdit', 'last', [run(routine)]);
  },
};
