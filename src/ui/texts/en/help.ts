// The owner's manual: eleven short pages, each true of what the pages it speaks of show.

/** A page of the manual. */
export interface HelpPageWords {
  readonly title: string;
  readonly text: string;
  readonly steps: readonly string[];
  /** What the picture shows, for people who do not see it. */
  readonly picture: string;
  readonly more: readonly string[];
}

const pages = {
  firstCard: {
    title: 'Your first card',
    text: 'A card looks and works the way you decide. You begin with what it is for; everything else can be changed later.',
    steps: [
      'Open Cards, and press “New card”.',
      'Choose what it is: a stamp card, a points card, a gift card, a ticket, a coupon or a membership.',
      'Give the name of your shop, a logo if you have one, and your main colour. The text on the card gets a colour that reads well on yours.',
      'Press “Make the card”. Its rules run at once, and nobody has it yet.',
    ],
    picture: 'The page of new cards with six drawn cards to choose from.',
    more: [
      'Under Design you change what stands on the card: fields, texts, colours and pictures. The card is drawn beside the form as phones show it.',
      'The examples further down the page are cards as well. A .pkpass of another service, or a file of a card from here, makes a card too; its rules are paused until you have read them.',
      'Before phones accept your cards, this server needs a certificate from Apple: see Settings.',
    ],
  },
  rules: {
    title: 'Rules',
    text: 'Rules say what happens to a card by itself: when it is scanned, when the form is sent, when it comes onto a phone.',
    steps: [
      'Open the card, then Rules.',
      'Press “Recipes” for what most shops want: a stamp card, points with levels, a ticket that admits once. Each asks a few questions, and shows in sentences what it adds.',
      'Or add a rule of your own: when it happens, only if something is true, and what is then done.',
      'Rules of one event are read from the top. What the first one changes, the next one sees.',
    ],
    picture: 'The rules that a recipe adds to a card, in sentences.',
    more: [
      'Texts may hold values of the card. Press “Insert a value” and choose one: it stands in the text as a chip, and each customer sees their own value.',
      'A rule may stop everything with a message. Nothing after it happens then, and the till shows the message.',
      'What you change is a draft. Try it first; no phone has it before you publish it.',
    ],
  },
  tryOut: {
    title: 'Try it',
    text: 'Before anybody has a change, you see what it does: with any customer, any value, and as many scans as you like.',
    steps: [
      'Open the card, then Try.',
      'Choose a new card or a customer, and what happens: a scan, say.',
      'Choose whether the draft or the published card is tried, and press the button.',
      'Read what each rule did, and why it did not: which value it saw, and which one it wanted.',
    ],
    picture: 'A try: the card before and after, and each rule with what it saw.',
    more: [
      'Nothing is stored, sent or pushed in a try. What would have been sent to another program is shown instead.',
      'The address of the page keeps what you chose, so you can send it to somebody.',
      'A try that should always end the same way can be kept as a check. Checks run each time you publish the card.',
    ],
  },
  publish: {
    title: 'Publish, and go back',
    text: 'What you change is a draft beside the card that people have. Publishing makes it the next version.',
    steps: [
      'Open the card. While there is a draft, each of its pages says how many changes it has.',
      'Press “See and publish”, and read the changes in sentences.',
      'Say in a note what the version is about, if you like.',
      'Choose whether phones are told now or get it quietly, and publish.',
    ],
    picture: 'The page that publishes a draft, with its changes in sentences.',
    more: [
      'Two people may work on one card: whoever saves second is told who changed it, and nothing is lost.',
      'Versions lists every version with its author and note. Compare any two of them, or bring an old one back as the draft.',
      'What customers have of their own, such as their points, stays through every version.',
    ],
  },
  giveAway: {
    title: 'Give cards away',
    text: 'One link makes a card for whoever opens it. For people you know there are personal links.',
    steps: [
      'Open the card, then Send.',
      'Copy the link, or print the poster with its code and put it beside the till.',
      'For many customers, choose a spreadsheet with a line for each, as a CSV file.',
      'Say which column is which value, look at what is wrong with single lines, and make the links or the cards.',
    ],
    picture: 'The page that gives a card away: link, code, poster and spreadsheet.',
    more: [
      'A personal link makes one card, however often it is opened.',
      'With a mail server in the settings, the links can be mailed from here, slowly enough for the server.',
      'A phone without Apple Wallet shows the card as a page with its code.',
    ],
  },
  customers: {
    title: 'Customers',
    text: 'Everybody who has a card of yours is in one list, with what happened to it.',
    steps: [
      'Open Customers, and type what you know: a name, an e-mail address, a number on the card.',
      'Open the customer. You see the card as it looks now, on which phones it is, and everything that happened.',
      'Correct a value, say why if you like, and save. The card on the phone changes by itself.',
    ],
    picture: 'A customer: the drawn card, the values to correct, and what happened.',
    more: [
      'Each event says in a sentence what it did. Press “Why” to see which rule applied, and which did not and why.',
      'A scan that was a mistake can be undone there.',
      'A card can be made invalid, or deleted with everything about it. Both ask on a page of their own.',
    ],
  },
  tills: {
    title: 'Tills',
    text: 'A till is a phone or tablet that scans cards. It needs no password of yours, and can be locked out at any time.',
    steps: [
      'Open Tills, and press the button for a new one.',
      'Give it a name, and choose which cards it scans and what else it may do.',
      'Open the code on the device with its camera. It works once, and for ten minutes.',
      'Scan a card: the device says what the rules say, in the colour of the rule.',
    ],
    picture: 'The page of tills, with each device and when it last scanned.',
    more: [
      'Without a network, scans wait on the device and are sent later.',
      'A card whose phone is empty can be looked up by name, if the till may do that.',
      'Lock a lost device out: it can scan nothing from then on, and what waits on it is not counted. What it scanned stays.',
    ],
  },
  news: {
    title: 'News',
    text: 'A text on the back of all cards that people have, which their phones show on the lock screen when it changes.',
    steps: [
      'Open the card, then News.',
      'Type the text. Beside it stands what lock screens will say.',
      'Press the button that says to how many phones it goes.',
    ],
    picture: 'The page of news, with the text and what lock screens will say.',
    more: [
      'If the card has no text for news yet, the page offers to choose one of its fields, or to add one.',
      'Cards that have a text of their own there keep it, and the page says how many.',
      'Phones are told within seconds; a phone that is off learns it later. The page shows how far it got.',
      'News goes out at once, and does not wait for a draft.',
    ],
  },
  people: {
    title: 'People',
    text: 'Whoever works with you gets a login of their own, and sees only what they need.',
    steps: [
      'Open Settings, then People.',
      'Type the e-mail address, and choose a role.',
      'Send the invitation, or copy the link. Who opens it chooses a password.',
    ],
    picture: 'The page of people, with each person’s role and the invitations.',
    more: [
      'Counter staff scan and look customers up. A manager also corrects values, sends cards and news. A developer also changes looks and rules. An owner may do everything.',
      'Change a role or remove somebody at any time: it counts from the next page that they open.',
      'The list of changes says who did what, and when.',
    ],
  },
  settings: {
    title: 'Settings',
    text: 'What this server needs once: a certificate from Apple, a mail server, and a look of its own.',
    steps: [
      'Open Settings, then the certificate. Download the request, upload it on Apple’s page, and bring back the file that Apple gives you.',
      'Put a test card onto your phone: if the phone takes it, the certificate works.',
      'Under Mail, give the address of your mail server, and send yourself a mail.',
      'Under Look, give your logo and colour for the pages that customers see.',
    ],
    picture: 'The page of the certificate, with its steps.',
    more: [
      'The server mails you before the certificate ends. Renewing it changes no card.',
      'Back up regularly: the page of the server makes a backup and offers it for download. Keep it on another machine; it holds everything, and is secret.',
      'Programs use keys, which have a page of their own. Give each program its key, and revoke it when it goes.',
      'An assistant (a chat program that speaks MCP) can build a card and say why a rule did not apply, once the server has MCP=on. Its key says whether it only reads, also writes drafts, or also publishes.',
    ],
  },
  google: {
    title: 'Phones with Android',
    text: 'Google Wallet holds the same cards, with the same values and the same rules. You design a card once.',
    steps: [
      'Sign up as an issuer of the Google Wallet API. It is free, and Google then shows your issuer ID.',
      'In the Google Cloud console, make a service account and a key for it, which the browser downloads as a file.',
      'In the console of Google Wallet, invite the service account as a developer.',
      'Open Settings, then Google Wallet. Give the issuer ID and the file, and ask Google whether it works.',
    ],
    picture: 'The page of Google Wallet, with its steps and the form.',
    more: [
      'On a phone with Android, customers then see “Add to Google Wallet” where iPhones have the button of Apple. Without an issuer they get a page with the code, which they can put on the home screen.',
      'A change reaches both kinds of phones within seconds. Google shows a notification at most three times a day for each card.',
      'Google lays cards out in its own way: one picture, up to nine fields on the front, the others below. The design of a card says at each field what Google does not show.',
      'Google fetches the pictures from this server, so its address must be public.',
      'Until Google has approved your account, only the people whom you name there as testers can add cards.',
    ],
  },
} satisfies Record<string, HelpPageWords>;

export type HelpPage = keyof typeof pages;

export const help: {
  readonly title: string;
  readonly intro: string;
  readonly back: string;
  readonly contents: string;
  readonly next: string;
  readonly pages: Readonly<Record<HelpPage, HelpPageWords>>;
} = {
  title: 'Manual',
  intro: 'Eleven short pages for everything that you do with your cards.',
  back: 'To your pages',
  contents: 'All pages of the manual',
  next: 'Next:',
  pages,
};
