// The words of the menu that puts a value of the card into a text, in German.
import type { Texts } from '../en/index.ts';

export const values: Texts['values'] = {
  insert: 'Wert einfügen',
  reads: 'Liest sich:',
  list: 'Werte, die in einem Text stehen können',
  listText:
    'Schreiben Sie den Namen in geschweifte Klammern, etwa {Punkte}, oder kopieren Sie, was daneben steht. Jede Karte zeigt dann ihren eigenen Wert.',
  now: (sample) => `jetzt: ${sample}`,
  places: {
    front: 'Auf der Vorderseite',
    back: 'Auf der Rückseite',
    hidden: 'Verborgene Werte',
    card: 'Die Karte selbst',
  },
};
