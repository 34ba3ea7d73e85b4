// The words of the page that gives a card away, and of its poster.

export const send = {
  title: 'One link for everybody',
  text: 'Everybody who opens this link gets a card of their own, as often as they open it anew.',
  ways: 'What opens first',
  atOnce: 'The card at once',
  formFirst: 'A form first',
  noForm: 'The card has no field that holders fill in, so there is no form to begin with.',
  link: 'Link',
  open: 'Try the link',
  code: 'Code',
  codeText: 'For a flyer, the counter or a screen. A phone’s camera reads it.',
  codeAlt: 'The link as a QR code',
  png: 'Code as PNG',
  svg: 'Code as SVG',
  poster: 'Poster',
  posterText: 'One A4 page with the card’s name, its colours and the code, ready to print.',
  posterButton: 'Poster as PDF',
  posterNameless:
    'The poster leaves out the card’s name, because its letters are not in the font of PDF files. The code works all the same.',
  posterSentence: 'Scan the code with your phone and have the card with you wherever you go.',
  codeTooLong: 'The link is too long for a code.',
};
