// The pages of the owner's manual, in their order. Their words are in ui/texts/en/help.ts.
import type { HelpPage } from '../../ui/texts/en/help.ts';

/** The page's name in addresses and pictures -> its words. */
export const HELP_PAGES = {
  'first-card': 'firstCard',
  rules: 'rules',
  try: 'tryOut',
  publish: 'publish',
  'give-away': 'giveAway',
  customers: 'customers',
  tills: 'tills',
  news: 'news',
  people: 'people',
  settings: 'settings',
  google: 'google',
} as const satisfies Record<string, HelpPage>;

export type HelpSlug = keyof typeof HELP_PAGES;

export const HELP_SLUGS = Object.keys(HELP_PAGES) as readonly HelpSlug[];
