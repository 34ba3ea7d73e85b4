// The words of a card's news.

export const news = {
  title: 'News on all cards',
  text: 'What you write here stands on the card of every customer a moment later.',
  onPhones: (cards: number) =>
    cards === 0
      ? 'No card is on a phone yet, so no phone is told. Cards that are added later have the new text.'
      : cards === 1
        ? '1 card on a phone is told.'
        : `${cards.toLocaleString('en')} cards on phones are told.`,
  ownValues: (count: number) =>
    count === 1
      ? '1 card has a text of its own here and keeps it.'
      : `${count.toLocaleString('en')} cards have a text of their own here and keep it.`,
  lockScreen: 'Lock screens say',
  silent: 'Phones change the card without a word, because this field has no notification text.',
  speak: 'Let lock screens say it',
  onPass: 'On the card:',
  send: (cards: number) =>
    cards === 0
      ? 'Put it on the card'
      : cards === 1
        ? 'Send to 1 card on a phone'
        : `Send to ${cards.toLocaleString('en')} cards on phones`,
  sent: 'Sent. The card has the new text, and the phones are being told.',
  sentToNone: 'Saved. The card has the new text. No phone has the card, so no phone was told.',
  unchanged: 'Nothing was changed, so no phone was told.',
  failed: 'Nothing was sent.',
  last: 'Last time that all phones were told:',
  unknown: 'psPortalUpdatePaths names what this card does not have:',
  none: 'This card has no news yet',
  noneText: 'Choose the text on its back that you want to change for everybody. Lock screens then say the new text.',
  noneAsk: 'Somebody who may change the card has to choose first which of its texts is the news.',
  noBack:
    'The card’s back has no text that is the same for everybody. Add a field there, such as “Latest news”, and come back.',
  choose: 'Use this text for news',
  chosen: 'Chosen. Write the first news now.',
  choices: 'Texts on the back',
  empty: 'empty so far',
};
