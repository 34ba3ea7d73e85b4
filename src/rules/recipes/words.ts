// The words that recipes put on a card and into its rules, in the owner's language. ui/texts/ has
// them for each language. Arguments called `value` are magic strings.
import type { CardJob } from './card-jobs.ts';

export interface RecipeWords {
  readonly name: string;
  readonly guest: string;
  readonly yourName: string;
  readonly yourMail: string;
  readonly points: string;
  readonly pointsNews: string;
  /** The label of what the card tells at a time. */
  readonly news: string;
  readonly stamps: {
    readonly label: string;
    readonly news: (count: number) => string;
    readonly progressLabel: string;
    readonly progress: (value: string, count: number) => string;
    readonly rewardLabel: string;
    readonly reward: string;
    readonly stamped: (value: string, count: number) => string;
    readonly full: (reward: string) => string;
    readonly redeemed: (reward: string) => string;
    readonly before: string;
  };
  readonly levels: {
    readonly label: string;
    readonly news: string;
    readonly names: readonly [string, string, string];
    readonly counted: (points: string, level: string) => string;
    readonly routine: string;
  };
  readonly bonus: {
    readonly thanks: string;
    readonly label: string;
    readonly text: (amount: string) => string;
    readonly link: (amount: string) => string;
  };
  readonly birthday: {
    readonly label: string;
    readonly atTill: (value: string) => string;
    readonly thanked: string;
    readonly greeting: string;
    readonly greeted: string;
    /** The names of schedules have at most 60 characters. */
    readonly schedule: string;
    readonly scheduleOver: string;
  };
  readonly winBack: {
    readonly label: string;
    readonly message: string;
    readonly gift: string;
    readonly missed: string;
    readonly give: (gift: string) => string;
    readonly schedule: string;
  };
  readonly expiry: {
    readonly label: string;
    readonly message: string;
    readonly reminded: string;
    readonly schedule: string;
  };
  readonly ticket: {
    readonly label: string;
    readonly welcome: string;
    readonly used: (value: string) => string;
    readonly valid: string;
    readonly news: string;
    readonly at: string;
  };
  readonly visits: {
    readonly label: string;
    readonly news: string;
    readonly none: string;
    readonly left: (value: string) => string;
  };
  readonly gift: {
    readonly label: string;
    readonly news: string;
    readonly charge: string;
    readonly paying: string;
    readonly balance: (value: string, currency: string) => string;
    readonly tooMuch: (value: string, currency: string) => string;
    readonly negative: string;
    readonly paid: (amount: string, balance: string, currency: string) => string;
  };
  /** What new cards say besides their recipes. */
  readonly cards: {
    readonly description: Readonly<Record<CardJob, (shop: string) => string>>;
    /** Stands for the name of a shop that nobody has given yet. */
    readonly shop: string;
    readonly howLabel: string;
    readonly how: Readonly<Record<CardJob, string>>;
    readonly inLists: {
      readonly stamps: (value: string) => string;
      readonly points: (name: string, value: string) => string;
      readonly balance: (value: string, currency: string) => string;
    };
    readonly forLabel: string;
    readonly forWhom: string;
    readonly ticketLabel: string;
    readonly ticket: string;
    readonly statusLabel: string;
    readonly guest: string;
    readonly member: string;
    readonly sinceLabel: string;
    readonly since: string;
    readonly isMember: (name: string, status: string) => string;
  };
  readonly coupon: {
    readonly label: string;
    readonly offer: string;
    readonly doneLabel: string;
    readonly done: string;
    readonly used: (value: string) => string;
    readonly give: (offer: string) => string;
    readonly at: string;
    readonly valid: string;
  };
}
