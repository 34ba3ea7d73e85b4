// The words of the editor of a card's JSON.

export const code = {
  hint: 'Saved in the draft, also with faults; publishing wants it without. Ctrl and space offer keys, values and paths.',
  save: 'Save draft',
  finding: 'JSON of the card',
  done: {
    saved: 'Saved in the draft. Phones get it when you publish.',
    unchanged: 'Nothing was different, so nothing was saved.',
  },
};
