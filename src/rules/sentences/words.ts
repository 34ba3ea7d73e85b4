// The words that sentences about rules and runs are made of, in one language. ui/texts/ has a table
// for each language; the rules only put the words together.
import type { CalculationOperator, ClockName, DurationUnit, FlagName } from '../../../grammar/ast.ts';
import type { TriggerEvent } from '../passes/facts.ts';
import type { IdleReason } from '../triggers/idle.ts';
import type { WEEKDAYS } from '../values/weekdays.ts';
import type { FIELD_ATTRIBUTES, FieldGroup, ImageSlot, SPECIAL_STRINGS, Style } from '../vocabulary.ts';

/** Places of a card that have a name of their own in each language, by API path. */
export const NAMED_PLACES = [
  'backgroundColor',
  'barcode',
  'barcode_altText',
  'barcode_format',
  'barcode_message',
  'description',
  'expirationDate',
  'foregroundColor',
  'isRedeemed',
  'labelColor',
  'locations',
  'logoText',
  'nfc',
  'organizationName',
  'personalization',
  'psDisplayURL',
  'psEditorPaths',
  'psExportPaths',
  'psInformationURL',
  'psPassDescription',
  'psPortalUpdatePaths',
  'psRegisteredMessage',
  'psRegistrationMessage',
  'psScanColor',
  'psScanText',
  'psTriggerError',
  'relevantDate',
  'structure',
  'transitType',
  'type',
  'voided',
] as const;
export type NamedPlace = (typeof NAMED_PLACES)[number];

export type NamedAttribute = Exclude<(typeof FIELD_ATTRIBUTES)[number], 'value'>;

/** What a comparison asks of a value. */
export type Wish = 'equal' | 'other' | 'more' | 'atLeast' | 'less' | 'atMost' | 'has' | 'hasNot';
/** What a comparison asks of a date. */
export type DateWish = Exclude<Wish, 'has' | 'hasNot'>;
/** What a comparison asks of a date beside now: more or less than a duration ago, or from now. */
export type Span = 'longAgo' | 'lately' | 'soon' | 'farOff';
/** What a test asks of a value. */
export type Filling = 'empty' | 'filled' | 'set' | 'unset';

export interface SentenceWords {
  /** BCP 47 tag of the language, for dates. */
  readonly tag: string;
  readonly quote: (text: string) => string;
  readonly nothing: string;
  readonly yes: string;
  readonly no: string;
  readonly more: (count: number) => string;
  /** Of an event that takes the one before back, and of the one that was taken back. */
  readonly takesBack: string;
  readonly takenBack: string;

  /** Where a field stands, to tell apart two fields of one label. */
  readonly groups: Readonly<Record<FieldGroup, string>>;
  readonly fieldsOf: (place: string) => string;
  /** A field of the poster beside the card, whose label a field of the card may have too. */
  readonly onPoster: (field: string) => string;
  readonly attributes: Readonly<Record<NamedAttribute, (label: string) => string>>;
  readonly places: Readonly<Record<NamedPlace, string>>;
  readonly images: Readonly<Record<ImageSlot, string>>;
  readonly specials: Readonly<Record<(typeof SPECIAL_STRINGS)[number], string>>;
  readonly styles: Readonly<Record<Style, string>>;

  /** `POINTS is 10 or more`, as it stands behind `if`. */
  readonly compares: Readonly<Record<Wish, (label: string, value: string) => string>>;
  readonly dateCompares: Readonly<Record<DateWish, (label: string, value: string) => string>>;
  /** `the last scan is more than 30 days ago`, behind `if`; and that without the date, after `wants`. */
  readonly spans: Readonly<Record<Span, (label: string, duration: string) => string>>;
  readonly spanWishes: Readonly<Record<Span, (duration: string) => string>>;
  readonly tests: Readonly<Record<Filling, (label: string) => string>>;
  /** `LEVEL is Gold or Silver`, and that it is none of them, behind `if`. */
  readonly isOneOf: readonly [
    one: (label: string, list: string) => string,
    none: (label: string, list: string) => string,
  ];
  readonly clocks: Readonly<Record<ClockName, string>>;
  readonly weekdays: Readonly<Record<(typeof WEEKDAYS)[number], string>>;
  readonly durations: Readonly<
    Record<DurationUnit, readonly [one: (amount: string) => string, many: (amount: string) => string]>
  >;
  /** How long something waits, behind `after`. */
  readonly waits: SentenceWords['durations'];
  readonly calculates: Readonly<Record<CalculationOperator, (left: string, right: string) => string>>;
  /** `10 or more`, after `wants`. */
  readonly wishes: Readonly<Record<Wish, (value: string) => string>>;
  readonly dateWishes: Readonly<Record<DateWish, (value: string) => string>>;
  readonly oneOfWishes: readonly [one: (list: string) => string, none: (list: string) => string];
  readonly fillings: Readonly<Record<Filling, string>>;
  /** What happened to the card before, and that it did not, behind `if`. */
  readonly flags: Readonly<Record<FlagName, readonly [yes: string, no: string]>>;
  readonly or: string;
  readonly and: string;

  /** What a rule does, as an order. */
  readonly orders: {
    readonly set: (label: string, value: string) => string;
    readonly clear: (label: string) => string;
    readonly add: (label: string, amount: string) => string;
    readonly takeAway: (label: string, amount: string) => string;
    readonly say: (text: string) => string;
    readonly colour: (value: string) => string;
    readonly stop: (message: string) => string;
    readonly tell: (host: string) => string;
    readonly run: (label: string) => string;
    /**
     * `after 1 day: (…)`: brackets are around what waits, because other orders may follow. `until`: the event
     * that ends the wait; null: none does.
     */
    readonly later: (delay: string, orders: string, until: string | null) => string;
    readonly become: (style: string) => string;
  };
  readonly rule: (condition: string | null, orders: string) => string;
  readonly pausedRule: (sentence: string) => string;
  /** What starts rules, behind `When`. */
  readonly events: Readonly<Record<TriggerEvent, string>>;
  /** `When a card is scanned`, and with a condition `When a card is scanned and POINTS is 10 or more`. */
  readonly when: (event: string) => string;
  readonly whenAnd: (event: string, condition: string) => string;
  readonly stepsNamed: (label: string) => string;
  /** A whole rule, from its event to its end. */
  readonly reads: (when: string, orders: string) => string;
  /** What a rule that is written just now would do for a customer. */
  readonly would: {
    readonly apply: (changes: string) => string;
    readonly changeNothing: string;
    readonly notApply: (because: string) => string;
    readonly notReached: string;
    readonly is: (label: string, value: string) => string;
  };

  /** What a step of a run did. */
  readonly did: {
    readonly change: (label: string, before: string, after: string) => string;
    readonly stay: (label: string, value: string) => string;
    readonly say: (text: string) => string;
    readonly colour: (value: string) => string;
    readonly stop: (message: string) => string;
    readonly tell: (host: string) => string;
    readonly tellAnswered: (host: string, status: number) => string;
    readonly tellLater: (host: string) => string;
    readonly run: (label: string) => string;
    readonly become: (style: string) => string;
    readonly wasSaved: string;
  };
  /** `POINTS was 3`, and the flags as sentences of their own. */
  readonly saw: Readonly<Record<FlagName, readonly [yes: string, no: string]>>;
  readonly was: (label: string, value: string) => string;

  /** Whether a rule of a run applied: `only if POINTS is 10 or more`. */
  readonly always: string;
  readonly onlyIf: (condition: string) => string;
  readonly leftOut: string;
  /** Of a rule that is paused. */
  readonly isPaused: string;
  readonly ruleNumber: (number: number) => string;
  readonly stepOf: (label: string) => string;
  readonly stepOfSchedule: (name: string) => string;
  readonly stepAfterWait: string;
  readonly conditionUnreadable: string;
  readonly omitted: (count: number) => string;

  /** Why a run changed nothing, or what went wrong. */
  readonly causes: {
    readonly gone: string;
    readonly same_values: string;
    /** The ends of `nothing` and `otherFields`. */
    readonly because: Readonly<Record<IdleReason | 'no_action', string>>;
    readonly nothing: (because: string) => string;
    /** The card changed, because its fields ask what happened before, and no rule applied. */
    readonly otherFields: (because: string | null) => string;
    readonly unknown_card: string;
    readonly other_account: string;
    readonly stopped: (message: string) => string;
    readonly unreached: (host: string) => string;
    readonly failed: (step: string) => string;
    readonly limit: string;
    /** Why no rule applied: a rule that would have is paused. */
    readonly rulePaused: (rule: string) => string;
    readonly wants: (rule: string, label: string, seen: string, wish: string) => string;
    readonly wantsFlag: (rule: string, flag: string) => string;
    readonly wantsAll: (rule: string, condition: string) => string;
  };
}
