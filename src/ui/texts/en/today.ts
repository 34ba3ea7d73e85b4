// The words of Today, the start page of people who are logged in.

export const today = {
  title: 'Today',
  openScanner: 'Open the scanner',
  forCounters: 'Scan cards with the scanner, or look up a customer whose phone is empty.',
  findCustomer: 'Find a customer',
  toDo: 'To do',
  hideSteps: 'Hide this list',
  done: 'done',
  steps: {
    ownCard: { name: 'Make your own card', text: 'with your name, your logo and your colour.' },
    certificate: { name: 'Get Apple’s certificate', text: 'Without it, phones refuse your cards.' },
    onPhone: { name: 'Put a first card on a phone', text: 'Make a test card and open it on your own phone.' },
  },
  scans: (count: number): string => (count === 1 ? 'scan today' : 'scans today'),
  newCards: (count: number): string => (count === 1 ? 'new card today' : 'new cards today'),
  onPhones: 'on phones',
  needYou: (count: number): string => (count === 1 ? 'needs you' : 'need you'),
  needs: 'Needs you',
  seen: 'I have seen these',
  moreNeeds: 'There are more of these.',
  allFailed: 'All runs that failed',
  why: 'Why',
  look: 'Look',
  renew: 'Renew',
  certificate: 'certificate',
  mailFailed: 'A mail was not delivered to',
  pushGivenUp: (phones: number) =>
    phones === 1
      ? '1 phone could not be told of a change: Apple did not answer for three days.'
      : `${phones} phones could not be told of a change: Apple did not answer for three days.`,
  googleRefuses: 'Google Wallet refuses what concerns all of your cards:',
  googleRefusesCard: 'Google Wallet refuses the design of this card.',
  certificateEnded: (date: string) => `Your certificate ended on ${date}: phones take no new cards and no changes.`,
  certificateEnds: (date: string, days: number) =>
    days === 0
      ? `Your certificate ends today, ${date}.`
      : `Your certificate ends on ${date}, in ${days === 1 ? '1 day' : `${days} days`}.`,
  quietRules: (count: number) =>
    count === 1 ? '1 rule has not applied for 14 days.' : `${count} rules have not applied for 14 days.`,
  justNow: 'Just now',
  allRuns: 'All runs',
  /** `shown`: the count as the language writes it. */
  batchMade: (count: number, shown: string): string => (count === 1 ? '1 card was made' : `${shown} cards were made`),
  noRuns: 'Nothing has happened yet. What customers and tills do with your cards appears here.',
};
