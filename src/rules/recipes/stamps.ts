// A stamp card: each scan is a stamp, a full card shows the reward, and the scan after that gives it
// and begins anew.
import { add, magic, SPECIAL, say, set, WELL } from './actions.ts';
import { fieldsIn } from './card-edit.ts';
import { numberIn, type Recipe, textIn } from './recipe.ts';

export const stamps: Recipe = {
  questions: (_, words) => [
    { kind: 'number', name: 'count', fallback: 10, least: 2, most: 100, step: 1 },
    { kind: 'text', name: 'reward', fallback: words.stamps.reward, longest: 80, takesValues: false },
    { kind: 'number', name: 'start', fallback: 0, least: 0, most: 99, step: 1 },
  ],
  check: (answers) =>
    numberIn(answers, 'start') < numberIn(answers, 'count') ? {} : { count: { kind: 'order', after: 'start' } },
  add: (edit, answers, words) => {
    const { stamps: said } = words;
    const [count, reward] = [numberIn(answers, 'count'), textIn(answers, 'reward')];
    const path = edit.addField(['headerFields', 'secondaryFields', 'auxiliaryFields'], {
      key: 'stamps',
      label: said.label,
      value: numberIn(answers, 'start'),
      changeMessage: said.news(count),
    });
    const [now, isFull, isOpen] = [magic(path), `${magic(path)} !< ${count}`, `${magic(path)} < ${count}`];
    const full = {
      key: 'reward',
      label: said.rewardLabel,
      value: reward,
      changeMessage: '%@',
      PSConditions: isFull,
    };
    // A large field shows either how far the card is or the reward, so both have room.
    if (fieldsIn(edit.passConstructor(), 'primaryFields').length === 0) {
      edit.addField(['primaryFields'], {
        key: 'progress',
        label: said.progressLabel,
        value: said.progress(now, count),
        PSConditions: isOpen,
      });
      edit.addBeside('primaryFields', full);
    } else {
      edit.addField(['secondaryFields', 'auxiliaryFields'], full);
    }
    const before = edit.addValue('stampsBefore', said.before, 0);
    const [wasFull, wasOpen] = [`${magic(before)} !< ${count}`, `${magic(before)} < ${count}`];
    edit.addActions('onScan', 'last', [
      set(before, now),
      set(path, 0, wasFull),
      ...say(said.redeemed(reward), SPECIAL, wasFull),
      add(path, 1, wasOpen),
      ...say(said.stamped(now, count), WELL, wasOpen),
      ...say(said.full(reward), SPECIAL, `${wasOpen} AND ${isFull}`),
    ]);
  },
};
