// The words of the frame around the owner's pages.

export const shell = {
  skip: 'Skip to content',
  navigation: 'Pages',
  places: { today: 'Today', cards: 'Cards', customers: 'Customers', tills: 'Tills', settings: 'Settings' },
  more: 'More',
  noCertificate: 'Phones refuse your cards: there is no certificate from Apple yet.',
  /** The same on a phone, in one line with `setUp`. */
  noCertificateShort: 'No certificate from Apple yet.',
  setUp: 'Set it up',
  logOut: 'Log out',
  help: 'Help',
  cardNavigation: 'Pages of this card',
  tabs: {
    overview: 'Overview',
    design: 'Design',
    rules: 'Rules',
    try: 'Try',
    send: 'Send',
    news: 'News',
    customers: 'Customers',
    versions: 'Versions',
    code: 'For programs',
  },
  paused: 'Rules are paused',
};
