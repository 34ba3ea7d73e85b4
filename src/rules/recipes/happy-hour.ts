// Happy hour: scans from one time of day to another bring more points, each day or on some days of the
// week, by the clocks of the card.
import { WEEKDAYS } from '../values/weekdays.ts';
import { add } from './actions.ts';
import { pointsOf } from './points.ts';
import { askCounter, numberIn, type Recipe, textIn } from './recipe.ts';

const SEVERAL: Readonly<Record<string, readonly string[]>> = {
  every: WEEKDAYS,
  weekdays: WEEKDAYS.slice(0, 5),
  weekend: WEEKDAYS.slice(5),
};

export const happyHour: Recipe = {
  questions: (passConstructor) => [
    { kind: 'clock', name: 'begin', fallback: '16:00' },
    { kind: 'clock', name: 'end', fallback: '18:00' },
    { kind: 'choice', name: 'days', fallback: 'weekdays', choices: [...Object.keys(SEVERAL), ...WEEKDAYS] },
    { kind: 'number', name: 'extra', fallback: 1, least: 0.01, most: 100_000, step: 0.01 },
    ...askCounter(passConstructor, ['points']),
  ],
  check: (answers) =>
    textIn(answers, 'begin') < textIn(answers, 'end') ? {} : { end: { kind: 'order', after: 'begin' } },
  add: (edit, answers, words) => {
    const points = pointsOf(edit, answers, words);
    const hours = `time !< "${textIn(answers, 'begin')}" AND time < "${textIn(answers, 'end')}"`;
    const days = daysOf(textIn(answers, 'days'));
    const condition = days === null ? hours : `${hours} AND ${days}`;
    edit.addActions('onScan', 'count', [add(points, numberIn(answers, 'extra'), condition)]);
  },
};

/** The condition of the days; null: it is each day. */
function daysOf(choice: string): string | null {
  const days = SEVERAL[choice];
  if (days === undefined) return `day of week = "${choice}"`;
  if (days.length === WEEKDAYS.length) return null;
  return `day of week in (${days.map((day) => `"${day}"`).join(', ')})`;
}
