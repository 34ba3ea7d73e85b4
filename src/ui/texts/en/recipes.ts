// The words of recipes: their pages, their questions, and what they put on a card.

import type { TriggerEvent } from '../../../rules/passes/facts.ts';
import type { AnswerFault, RecipeName } from '../../../rules/recipes/recipe.ts';
import type { RecipeWords } from '../../../rules/recipes/words.ts';

interface QuestionWords {
  readonly label: string;
  readonly hint?: string;
  readonly choices?: Readonly<Record<string, string>>;
}

interface RecipeTexts {
  readonly title: string;
  readonly text: string;
  /** What the recipe cannot do, or what to know before; shown above its questions. */
  readonly note?: string;
  readonly questions: Readonly<Record<string, QuestionWords>>;
}

const names: Readonly<Record<RecipeName, RecipeTexts>> = {
  stamps: {
    title: 'Stamp card',
    text: 'Each scan is a stamp. A full card brings a reward, and begins anew.',
    questions: {
      count: { label: 'How many stamps fill the card?' },
      reward: { label: 'What is the reward?', hint: 'Such as: One free coffee' },
      start: {
        label: 'With how many stamps does a new card begin?',
        hint: 'One or two for free make people come back.',
      },
    },
  },
  levels: {
    title: 'Points with levels',
    text: 'Each scan brings points; with enough of them a customer is silver, then gold.',
    questions: {
      each: { label: 'How many points does a scan bring?' },
      second: { label: 'From how many points is somebody silver?' },
      third: { label: 'From how many points is somebody gold?' },
    },
  },
  bonus: {
    title: 'Bonus for registering',
    text: 'Who fills in the form of the card gets points, once.',
    questions: {
      amount: { label: 'How many points are the bonus?' },
      ask: {
        label: 'What does the form ask?',
        hint: 'What the card asks already stays as it is.',
        choices: { name: 'The name', nameAndMail: 'The name and the e-mail address' },
      },
      thanks: { label: 'What does the page say afterwards?' },
    },
  },
  birthday: {
    title: 'Birthday',
    text: 'The form asks the birthday. On the day the phone says a greeting, with points if you like.',
    questions: {
      label: { label: 'How does the form ask?' },
      thanks: { label: 'How many points does telling it bring?', hint: '0: none.' },
      greeting: { label: 'What does the phone say on the day?' },
      present: { label: 'How many points does the day bring?', hint: '0: none.' },
      at: { label: 'At what time of that day?' },
      till: {
        label: 'Does the till show it?',
        choices: { check: 'Yes, when it looks at a card', never: 'No' },
      },
    },
  },
  winBack: {
    title: 'Win-back',
    text: 'The phone tells who has not been here for a while of a gift, and the next scan gives it.',
    questions: {
      days: { label: 'After how many days without a scan?' },
      message: { label: 'What does the phone say?' },
      gift: { label: 'What is the gift?', hint: 'Such as: One free coffee' },
      at: { label: 'At what time of that day?' },
      times: { label: 'How many times a year at most, for each card?' },
    },
  },
  ticket: {
    title: 'Ticket that admits once',
    text: 'The first scan lets somebody in; every later one is refused.',
    questions: {
      welcome: { label: 'What does the till say the first time?' },
      used: { label: 'What does it say after that?', hint: 'The value in curly brackets is when the ticket was used.' },
      after: {
        label: 'How does a used ticket look?',
        choices: { grey: 'Grey', same: 'As before' },
      },
    },
  },
  visits: {
    title: 'Punch card',
    text: 'Paid in advance: each scan takes one visit away, until none is left.',
    questions: {
      count: { label: 'How many visits does a new card have?' },
      label: { label: 'What are they called on the card?' },
      none: { label: 'What does the till say when none is left?' },
    },
  },
  gift: {
    title: 'Gift card with a balance',
    text: 'You type an amount on the customer’s page, and it is paid from the balance, never below zero.',
    questions: {
      amount: { label: 'What is on a new card?' },
      currency: { label: 'In which currency?' },
      label: { label: 'What is the balance called on the card?' },
    },
  },
  coupon: {
    title: 'Coupon that is used once',
    text: 'The scan that redeems it changes the card; every later one is refused.',
    questions: {
      offer: { label: 'What is it good for?', hint: 'Such as: One free scoop' },
      used: { label: 'What does the till say when it was used?', hint: 'The value in curly brackets is when.' },
      after: {
        label: 'How does a used coupon look?',
        choices: { grey: 'Grey', same: 'As before' },
      },
    },
  },
  period: {
    title: 'Extra points for a while',
    text: 'Each scan between two moments brings more points: an afternoon, or a weekend.',
    note: 'This works once. For hours that come each day or each week, take “Happy hour”.',
    questions: {
      from: { label: 'From when?' },
      until: { label: 'Until when?' },
      extra: { label: 'How many points more does a scan bring?' },
    },
  },
  happyHour: {
    title: 'Happy hour',
    text: 'Scans at some time of day bring more points, each day or on some days of the week.',
    questions: {
      begin: { label: 'From what time on?' },
      end: { label: 'Until what time?' },
      days: {
        label: 'On which days?',
        choices: {
          every: 'Each day',
          weekdays: 'Monday to Friday',
          weekend: 'Saturday and Sunday',
          Monday: 'Mondays',
          Tuesday: 'Tuesdays',
          Wednesday: 'Wednesdays',
          Thursday: 'Thursdays',
          Friday: 'Fridays',
          Saturday: 'Saturdays',
          Sunday: 'Sundays',
        },
      },
      extra: { label: 'How many points more does a scan bring?' },
    },
  },
  expiry: {
    title: 'Expiry reminder',
    text: 'Some days before a card ends, the phone says so.',
    questions: {
      term: {
        label: 'How long is a new card valid?',
        hint: 'Cards that are there already get no date.',
        choices: {
          month: 'One month',
          quarter: 'Three months',
          half: 'Six months',
          year: 'One year',
          years2: 'Two years',
          years3: 'Three years',
        },
      },
      days: { label: 'How many days before its end is it reminded of?' },
      message: { label: 'What does the phone say?' },
      at: { label: 'At what time of that day?' },
    },
  },
  tell: {
    title: 'Tell my shop',
    text: 'Tells another program at each scan or registration, such as your shop system.',
    questions: {
      address: { label: 'At which address does the program listen?', hint: 'It begins with https://' },
      event: {
        label: 'When?',
        choices: {
          onScan: 'When a card is scanned',
          onRegister: 'When the form is sent',
          onInstall: 'When a card is put on a phone',
          onEdit: 'When you change a card',
        },
      },
      what: {
        label: 'What does it learn?',
        choices: { number: 'The number of the card', front: 'The number and the values on the front' },
      },
    },
  },
};

const card: RecipeWords = {
  name: 'NAME',
  guest: 'Guest',
  yourName: 'Your name',
  yourMail: 'Your e-mail address',
  points: 'POINTS',
  pointsNews: 'You have %@ points',
  news: 'News',
  stamps: {
    label: 'STAMPS',
    news: (count) => `You have %@ of ${count} stamps`,
    progressLabel: 'YOUR CARD',
    progress: (value, count) => `${value} of ${count}`,
    rewardLabel: 'YOUR REWARD',
    reward: 'One free coffee',
    stamped: (value, count) => `Stamp ${value} of ${count}`,
    full: (reward) => `The card is full. Next time: ${reward}`,
    redeemed: (reward) => `Give now: ${reward}`,
    before: 'Stamps before this scan',
  },
  levels: {
    label: 'LEVEL',
    news: 'Your level is %@',
    names: ['Bronze', 'Silver', 'Gold'],
    counted: (points, level) => `${points} points, ${level}`,
    routine: 'Set the level',
  },
  bonus: {
    thanks: 'Thank you! The points are on your card.',
    label: 'Register',
    text: (amount) => `Register this card, and get ${amount} points:`,
    link: (amount) => `Register this card, and get ${amount} points`,
  },
  birthday: {
    label: 'Your birthday',
    atTill: (value) => `Birthday: ${value}`,
    thanked: 'Thanked for the birthday',
    greeting: 'Happy birthday! A little surprise waits for you today.',
    greeted: 'Greeted on the birthday',
    schedule: 'Birthday',
    scheduleOver: 'After the birthday',
  },
  winBack: {
    label: 'YOUR GIFT',
    message: 'We miss you! A gift waits for you on your next visit.',
    gift: 'One free coffee',
    missed: 'Missed since',
    given: 'Gift given at',
    welcome: 'Welcome!',
    give: (gift) => `Welcome back! Give now: ${gift}`,
    schedule: 'Win-back',
  },
  expiry: {
    label: 'Valid until',
    message: 'This card ends soon. Use it while you can!',
    reminded: 'End it was reminded of',
    schedule: 'Expiry reminder',
  },
  ticket: {
    label: 'ADMITTED',
    welcome: 'Welcome!',
    used: (value) => `Used already: ${value}`,
    valid: 'A valid ticket, not used yet',
    news: 'Admitted: %@',
    at: 'Time of admission',
  },
  visits: {
    label: 'VISITS LEFT',
    news: 'You have %@ visits left',
    none: 'No visit is left on this card.',
    left: (value) => `Welcome! ${value} left`,
  },
  gift: {
    label: 'BALANCE',
    news: 'Your balance is %@',
    charge: 'Amount to pay',
    paying: 'Amount being paid',
    balance: (value, currency) => `Balance: ${value} ${currency}`,
    tooMuch: (value, currency) => `The balance is only ${value} ${currency}. Nothing was paid.`,
    negative: 'An amount to pay is more than 0. Nothing was paid.',
    paid: (amount, balance, currency) => `Paid ${amount} ${currency}, left ${balance} ${currency}`,
  },
  cards: {
    description: {
      stamp: (shop) => `Stamp card of ${shop}`,
      points: (shop) => `Points card of ${shop}`,
      gift: (shop) => `Gift card of ${shop}`,
      ticket: (shop) => `Ticket of ${shop}`,
      coupon: (shop) => `Coupon of ${shop}`,
      membership: (shop) => `Membership card of ${shop}`,
    },
    shop: 'Your shop',
    howLabel: 'How it works',
    how: {
      stamp: 'Show this card when you pay. Each visit is a stamp, and a full card brings the reward.',
      points: 'Show this card when you pay. Each visit brings points.',
      gift: 'Show this card when you pay. The amount is taken from the balance.',
      ticket: 'Show this card at the entrance. It admits one person, once.',
      coupon: 'Show this card when you pay. It can be used once.',
      membership: 'Show this card when you come to us.',
    },
    inLists: {
      stamps: (value) => `${value} stamps`,
      points: (name, value) => `${name}: ${value} points`,
      balance: (value, currency) => `Gift card: ${value} ${currency}`,
    },
    forLabel: 'FOR',
    forWhom: 'You',
    ticketLabel: 'TICKET',
    ticket: 'Admits one',
    statusLabel: 'STATUS',
    guest: 'Guest',
    member: 'Member',
    sinceLabel: 'MEMBER SINCE',
    since: 'Member since',
    isMember: (name, status) => `${name}, ${status}`,
  },
  coupon: {
    label: 'FOR YOU',
    offer: 'One free scoop',
    doneLabel: 'REDEEMED',
    done: 'Thank you!',
    used: (value) => `Redeemed already: ${value}`,
    give: (offer) => `Give now: ${offer}`,
    at: 'Time of redemption',
    valid: 'A valid coupon, not used yet',
  },
};

export const recipes = {
  title: 'Recipes',
  intro: 'Each asks a few questions, and writes ordinary rules that you can change afterwards.',
  back: 'All recipes',
  names,
  counter: {
    label: 'Where are the points counted?',
    hint: 'The card counts already, so the recipe can use that field.',
    fresh: 'In a new field',
  },
  show: 'Show with these answers',
  add: 'Add to the draft',
  unseen: 'The answers have changed. This is what they do now: add it if it is right.',
  preview: 'What it does',
  look: 'How the card looks then',
  onEvent: {
    onCheck: 'When the till looks at a card',
    onCreate: 'When a card is made',
    onInstall: 'When a card is put on a phone',
    onDeviceUpdate: 'When a phone asks for news',
    onRegister: 'When the form is sent',
    onDelete: 'When a card is removed from a phone',
    onScan: 'When a card is scanned',
    onEdit: 'When you change a card',
    onPersonalize: 'When a holder gives personal details in Wallet',
  } satisfies Record<TriggerEvent, string>,
  stepsNamed: (label: string) => `The steps named ${label}`,
  schedule: (name: string) => `The schedule “${name}”`,
  newFields: 'New on the card',
  newValues: 'New hidden values',
  found: 'Good to know',
  counts: (label: string) => `${label} is counted at each scan already, so no second rule is added for that.`,
  beside: (label: string) => `The card counts ${label} already. This counts beside it.`,
  hasRules: 'Rules that the card has stay as they are; these come in addition.',
  problems: 'This does not go together with the card:',
  nothing: 'This changes nothing: the card does it already.',
  faults: {
    number: (least: string, most: string) => `Give a number from ${least} to ${most}.`,
    whole: (least: string, most: string) => `Give a whole number from ${least} to ${most}.`,
    missing: 'Give an answer.',
    long: (longest: number) => `At most ${longest} characters.`,
    url: 'Give an address that begins with https:// or http://, without a password.',
    moment: 'Give a day and a time.',
    clock: 'Give a time such as 09:00.',
    choice: 'Choose one of these.',
    order: (other: string) => `This has to be more than the answer to “${other}”`,
  } satisfies Record<AnswerFault['kind'] | 'whole', unknown>,
  added: (title: string) => `“${title}” is in the draft. Try it, then publish it.`,
  card,
};
