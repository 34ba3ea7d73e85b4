// Win-back: who has not been here for some days is told of a gift by the phone. The next scan gives it,
// and takes the news and the gift off the card.
import { magic, SPECIAL, say, set } from './actions.ts';
import { addNews } from './news.ts';
import { numberIn, type Recipe, textIn } from './recipe.ts';

export const winBack: Recipe = {
  questions: (_, { winBack: said }) => [
    { kind: 'number', name: 'days', fallback: 30, least: 1, most: 1000, step: 1 },
    { kind: 'text', name: 'message', fallback: said.message, longest: 200, takesValues: true },
    { kind: 'text', name: 'gift', fallback: said.gift, longest: 80, takesValues: false },
    { kind: 'clock', name: 'at', fallback: '10:00' },
    { kind: 'number', name: 'times', fallback: 4, least: 1, most: 100, step: 1 },
  ],
  add: (edit, answers, words) => {
    const { winBack: said } = words;
    const gift = textIn(answers, 'gift');
    const missed = edit.addValue('missedSince', said.missed, '');
    const isMissed = `${magic(missed)} !isEmpty`;
    edit.addField(['secondaryFields', 'auxiliaryFields'], {
      key: 'comeBackGift',
      label: said.label,
      value: gift,
      PSConditions: isMissed,
    });
    addNews(edit, words, { text: textIn(answers, 'message'), condition: isMissed });
    edit.addSchedule({
      name: said.schedule,
      when: { days: numberIn(answers, 'days'), without: 'scan', at: textIn(answers, 'at') },
      actions: [set(missed, magic('timestamp'))],
      cap: { times: numberIn(answers, 'times'), per: 'year' },
    });
    edit.addActions('onScan', 'last', [...say(said.give(gift), SPECIAL, isMissed), set(missed, '', isMissed)]);
  },
};
