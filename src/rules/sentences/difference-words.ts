// The words of sentences about what differs between two versions of a card, in one language.
// ui/texts/ has a table for each language.
import type { TriggerEvent } from '../passes/facts.ts';
import type { ScheduleState } from '../schedules/schedule.ts';

/** What a PSAttribute says of a value besides the value. */
export const ATTRIBUTE_SETTINGS = [
  'PSLabel',
  'PSAttributeType',
  'PSOptions',
  'PSStepAmount',
  'PSValidation',
  'PSConditions',
  'PSDynamic',
] as const;
export type AttributeSetting = (typeof ATTRIBUTE_SETTINGS)[number];

/** What a schedule says; `others`: keys that it does not know. */
export const SCHEDULE_PARTS = [
  'when',
  'zone',
  'PSConditions',
  'segment',
  'actions',
  'cap',
  'quietHours',
  'late',
  'state',
  'others',
] as const;
export type SchedulePart = (typeof SCHEDULE_PARTS)[number];

export interface DifferenceWords {
  /** Such as `New: the colour of the card, navy`. */
  readonly added: (name: string, value: string) => string;
  readonly removed: (name: string, value: string) => string;
  readonly changed: (name: string, before: string, after: string) => string;
  /** The JSON differs where words do not. */
  readonly rewritten: (name: string) => string;
  /** A part of a larger whole, such as `the barcode: message encoding`. */
  readonly part: (whole: string, part: string) => string;

  readonly fieldAdded: (name: string, place: string, value: string) => string;
  readonly fieldRemoved: (name: string, place: string) => string;
  readonly fieldMoved: (name: string, before: string, after: string) => string;
  readonly fieldFirst: (name: string, place: string) => string;
  readonly fieldBehind: (name: string, other: string, place: string) => string;
  readonly fieldKey: (name: string, before: string, after: string) => string;
  readonly shows: (name: string, condition: string) => string;
  readonly showsAlways: (name: string, condition: string) => string;
  readonly showsOther: (name: string, before: string, after: string) => string;
  readonly editable: (name: string) => string;
  readonly notEditable: (name: string) => string;
  readonly settings: Readonly<Record<AttributeSetting, (name: string) => string>>;

  readonly pictureAdded: (name: string) => string;
  readonly pictureRemoved: (name: string) => string;
  readonly pictureChanged: (name: string) => string;
  /** A picture of one density, such as `the logo (@2x)`, or of one language. */
  readonly ofKind: (name: string, kind: string) => string;

  readonly events: Readonly<Record<TriggerEvent, string>>;
  readonly stepsNamed: (name: string) => string;
  readonly ruleAdded: (when: string, rule: string) => string;
  readonly ruleRemoved: (when: string, rule: string) => string;
  readonly ruleChanged: (when: string, before: string, after: string) => string;
  readonly ruleMoved: (when: string, number: number, rule: string) => string;
  readonly rulePaused: (when: string, rule: string) => string;
  readonly ruleResumed: (when: string, rule: string) => string;

  readonly scheduleAdded: (name: string, orders: string) => string;
  readonly scheduleRemoved: (name: string) => string;
  readonly scheduleState: Readonly<Record<ScheduleState, (name: string) => string>>;
  /** `parts`: what is other than before, such as `the time` and `the steps`. */
  readonly scheduleChanged: (name: string, parts: string) => string;
  readonly scheduleOrder: string;
  readonly scheduleParts: Readonly<Record<SchedulePart, string>>;

  readonly languageAdded: (language: string) => string;
  readonly languageRemoved: (language: string) => string;
  readonly translation: (language: string, text: string) => string;

  readonly redeemedAdded: string;
  readonly redeemedRemoved: string;
  /** A difference of the second design. */
  readonly ofRedeemed: (sentence: string) => string;
  /** The JSON lists its parts in another order. */
  readonly order: string;
}
