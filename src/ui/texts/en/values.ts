// The words of the menu that puts a value of the card into a text.

export const values = {
  insert: 'Insert a value',
  reads: 'Reads:',
  list: 'Values you can put into a text',
  listText:
    'Type the name in curly brackets, such as {Points}, or copy what stands beside it. Each card then shows its own value.',
  now: (sample: string) => `now: ${sample}`,
  places: {
    front: 'On the front',
    back: 'On the back',
    hidden: 'Hidden values',
    card: 'The card itself',
  },
};
