// Extra points from one moment to another, such as a weekend of double points. Conditions compare the
// moment of the scan with both as texts, which ISO 8601 in UTC allows.

import { timestamp } from '../paths/magic.ts';
import { add, magic } from './actions.ts';
import { pointsOf } from './points.ts';
import { askCounter, numberIn, type Recipe } from './recipe.ts';

export const period: Recipe = {
  questions: (passConstructor) => [
    { kind: 'moment', name: 'from' },
    { kind: 'moment', name: 'until' },
    { kind: 'number', name: 'extra', fallback: 1, least: 0.01, most: 100_000, step: 0.01 },
    ...askCounter(passConstructor, ['points']),
  ],
  check: (answers) =>
    numberIn(answers, 'from') < numberIn(answers, 'until') ? {} : { until: { kind: 'order', after: 'from' } },
  add: (edit, answers, words) => {
    const points = pointsOf(edit, answers, words);
    const [from, until] = [timestamp(numberIn(answers, 'from')), timestamp(numberIn(answers, 'until'))];
    const now = magic('timestamp');
    edit.addActions('onScan', 'count', [
      add(points, numberIn(answers, 'extra'), `${now} !< "${from}" AND ${now} < "${until}"`),
    ]);
  },
};
